"""A button that copies text to the clipboard."""

from streamlit.components.v2 import component

_HTML = '<button type="button" aria-live="polite"></button>'
_CSS = """
button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color, currentColor); border-radius: var(--st-button-radius);
  padding: 0.3rem 0.75rem; min-height: 2.5rem; cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--st-primary-color);
  outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
    } catch {
      const area = document.createElement("textarea");
      area.value = data.text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
"""
_mount = component("quoth_copy", html=_HTML, css=_CSS, js=_JS)


def copy_button(label: str, text: str, key: str) -> None:
    """Copies `text` as it is; the label is the button's own."""
    _mount(key=key, data={"label": label, "text": text}, width="content")


def copied_quotation(text: str, place: str) -> str:
    """A quotation with its citation, to be pasted elsewhere."""
    return f"“{text}”\n— {place}"
