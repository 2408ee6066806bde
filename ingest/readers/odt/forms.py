"""The controls of forms in an OpenDocument file, and what each of them shows."""

from lxml.etree import _Element

from ingest.readers.odt.names import FORM, OFFICE, XML, is_true, local

_TICKED, _EMPTY = "☒", "☐"
_VALUES = ("current-value", "value")


class Forms:
    """Finds controls by the name under which the text places them."""

    def __init__(self, body: _Element) -> None:
        self._controls: dict[str, _Element] = {}
        for forms in body.iter(f"{OFFICE}forms"):
            for each in forms.iter():
                for name in (each.get(f"{XML}id"), each.get(f"{FORM}id")):
                    if name:
                        self._controls[name] = each

    def shown(self, name: str) -> str:
        """The words, or the box, that a control shows."""
        control = self._controls.get(name)
        if control is None:
            return ""
        kind, words = local(control), control.get(f"{FORM}label", "")
        if kind in ("checkbox", "radio"):
            ticked = control.get(f"{FORM}current-state") == "checked" or is_true(
                control.get(f"{FORM}current-selected")
            )
            return f"{_TICKED if ticked else _EMPTY} {words}"
        if kind in ("listbox", "combobox"):
            chosen = [each.get(f"{FORM}label", "") for each in control if _is_chosen(each)]
            return ", ".join(chosen) or _value(control)
        return words or _value(control)


def _is_chosen(option: _Element) -> bool:
    return is_true(option.get(f"{FORM}current-selected"))


def _value(control: _Element) -> str:
    for name in _VALUES:
        value = control.get(f"{FORM}{name}")
        if value:
            return str(value)
    return " ".join(" ".join(control.itertext()).split())
