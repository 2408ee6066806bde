"""A button that copies text to the clipboard, plain and rich."""

from dataclasses import dataclass

from streamlit.components.v2 import component

_HTML = '<button type="button" aria-live="polite">Copy</button>'
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
    const link = data.link ? new URL(data.link, location.href).href : "";
    const text = link ? `${data.text}\\n${link}` : data.text;
    const shown = link.replaceAll("&", "&amp;");
    const rich = data.rich && `${data.rich}<p><a href="${shown}">${shown}</a></p>`;
    try {
      if (rich && window.ClipboardItem) {
        await navigator.clipboard.write([new ClipboardItem({
          "text/plain": new Blob([text], { type: "text/plain" }),
          "text/html": new Blob([rich], { type: "text/html" }),
        })]);
      } else {
        await navigator.clipboard.writeText(text);
      }
    } catch {
      const both = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", text);
        if (rich) event.clipboardData.setData("text/html", rich);
      };
      document.addEventListener("copy", both, { once: true });
      document.execCommand("copy");
      document.removeEventListener("copy", both);
    }
    button.textContent = "Copied";
    window.quothSay?.("Copied");
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
"""
_mount = component("quoth_copy", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True, slots=True)
class Copied:
    """What is put on the clipboard.

    text, rich: as plain text and as HTML; the latter may be empty
    link:       an address of a page, relative to the one that is shown; it is put after both
    """

    text: str
    rich: str = ""
    link: str = ""


def copy_button(label: str, copied: Copied, key: str) -> None:
    """Copies what it is given; the label is the button's own."""
    data = {"label": label, "text": copied.text, "rich": copied.rich, "link": copied.link}
    _mount(key=key, data=data, width="content")
