"""The forms in the browser, filled in as people do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

DIRECTORY = {
    "Name in the directory": "Clarke Learning",
    "Country": "Ireland",
    "Landing page": "https://clarke-learning.ie/microsoft",
}
SEARCHED = {"Country", "Month", "Year", "OMLP type"}
INVOICE = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}

_PAST = datetime.now(UTC) - timedelta(days=90)
"""A time in a month whose KPIs show."""

PURCHASE = {
    "Month": f"{_PAST:%B}",
    "Year": f"{_PAST:%Y}",
    "OMLP type": "Lab",
    "Purchase unit": "12 seats",
    "Invoice number": "INV-2026-0118",
}
NUMBERS = {
    "KPI value in the KPI dashboard": "1 234,5",
    "KPI value in Partner Center": "0",
    "Revenue value in the KPI dashboard": "€ 5.678,90",
}


def open_form(page: Page, button: str) -> Locator:
    """Open a form from the Home tab; give its dialog."""
    page.get_by_role("button", name=button).click()
    dialog = page.locator("dialog[data-modal]")
    expect(dialog).to_be_visible()
    return dialog


def fill(dialog: Locator, values: Mapping[str, str]) -> None:
    """Fill in fields by their labels: what can be searched is chosen by what it is called."""
    for label, value in values.items():
        if label in SEARCHED:
            choose(dialog, label, value)
        else:
            dialog.get_by_role("textbox", name=label).fill(value)


def choose(dialog: Locator, label: str, value: str) -> None:
    menu = dialog.get_by_role("combobox", name=label)
    menu.click()
    menu.fill(value)
    dialog.get_by_role("option", name=value, exact=True).click()
    expect(menu).to_have_value(value)


def confirm_all(dialog: Locator) -> None:
    for box in dialog.get_by_role("checkbox").all():
        box.check()


def go_on(dialog: Locator, heading: str) -> None:
    """Submit a step, and see the next one."""
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_role("heading", name=heading)).to_be_visible()


def report(dialog: Locator) -> None:
    """Fill in a discrepancy report, all but sending it."""
    fill(dialog, PURCHASE)
    go_on(dialog, "Step 2 of 3: The numbers")
    fill(dialog, NUMBERS)
    go_on(dialog, "Step 3 of 3: The invoice")
    dialog.get_by_label("Invoice as a file").set_input_files([INVOICE])  # type: ignore[arg-type]
    go_on(dialog, "Please check, then send")


def ask_to_be_listed(dialog: Locator) -> None:
    """Fill in a directory request, all but sending it."""
    fill(dialog, DIRECTORY)
    go_on(dialog, "Step 2 of 2: Your landing page")
    confirm_all(dialog)
    go_on(dialog, "Please check, then send")
