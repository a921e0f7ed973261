"""What a sentence says already is filled in, and nothing else."""

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from bot.forms import prefilling
from tests.forms.asking import LOCALES
from tests.forms.forms import empty, given, put

FORMS = ("discrepancy", "directory")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize("reader", LOCALES)
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "il me manque la facture INV-2026-0042 de mars 2026, 1 250,00 € au lieu de 980 €",
            {
                "month": "3",
                "year": "2026",
                "invoice-number": "INV-2026-0042",
                "revenue-dashboard": "1 250,00 €",
            },
        ),
        ("我们1月的发票 F2026-118 缺少 KPI", {"month": "1", "invoice-number": "F2026-118"}),
        (
            "2026年3月的发票INV-2026-0042没有显示，金额是1250元",
            {
                "month": "3",
                "year": "2026",
                "invoice-number": "INV-2026-0042",
                "revenue-dashboard": "1250元",
            },
        ),
        (
            "Het KPI-dashboard toont 512 maar Partner Center toont 480",
            {"kpi-dashboard": "512", "kpi-partner-center": "480"},
        ),
        (
            "fakturanummer 88123 från februari, intäkten är 12 500,00 SEK",
            {"month": "2", "invoice-number": "88123", "revenue-dashboard": "12 500,00 SEK"},
        ),
        (
            "Invoice dated 15.01.2026, INV 77812: the dashboard shows 512 and Partner Center 480",
            {
                "month": "1",
                "year": "2026",
                "invoice-number": "77812",
                "kpi-dashboard": "512",
                "kpi-partner-center": "480",
            },
        ),
        (
            "Revenue in Partner Center is 980 EUR for invoice F2026-118",
            {"invoice-number": "F2026-118", "revenue-partner-center": "980 EUR"},
        ),
        ("Purchase unit: EDU 200. Invoice 4500118", {"purchase-unit": "EDU 200",
                                                    "invoice-number": "4500118"}),
    ],
)  # fmt: skip
def test_a_report_begins_with_what_was_said_in_any_language(
    reader: str, said: str, found: dict[str, str]
) -> None:
    assert given(prefilling.prefill(empty("discrepancy", reader), said)) == found


@pytest.mark.parametrize("reader", LOCALES)
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "Our company Contoso Learning is missing, we are based in Belgium: https://a.be/m.",
            {"name": "Contoso Learning", "country": "BE", "landing-page": "https://a.be/m"},
        ),
        (
            "Company name: contoso gmbh, country: Sweden, page: https://contoso.se/microsoft",
            {
                "name": "contoso gmbh",
                "country": "SE",
                "landing-page": "https://contoso.se/microsoft",
            },
        ),
        (
            "Notre société « Contoso Formation » n’est pas dans l’annuaire, www.contoso.be/m",
            {"name": "Contoso Formation", "landing-page": "www.contoso.be/m"},
        ),
        (
            "公司名称：康托索学习，国家：瑞典，网址：https://contoso.se/microsoft。",
            {"name": "康托索学习", "country": "SE", "landing-page": "https://contoso.se/microsoft"},
        ),
        (
            'Ons bedrijf "Contoso & Zonen" staat er niet, we zitten in Nederland',
            {"name": "Contoso & Zonen", "country": "NL"},
        ),
        (
            "Vårt företag Contoso Utbildning AB saknas i katalogen, vi finns i Sverige",
            {"name": "Contoso Utbildning AB", "country": "SE"},
        ),
        ("Our company page https://contoso.com/x is missing",
         {"landing-page": "https://contoso.com/x"}),
        ("Why is our company not in the directory?", {}),
    ],
)  # fmt: skip
def test_a_directory_request_begins_with_what_was_said_in_any_language(
    reader: str, said: str, found: dict[str, str]
) -> None:
    assert given(prefilling.prefill(empty("directory", reader), said)) == found


@pytest.mark.parametrize(
    "said",
    [
        "How do I report a KPI discrepancy?",
        "comment faire pour signaler un écart de KPI",
        "KPI 有差异怎么办？",
        "hoe meld ik een afwijking in mijn KPI's?",
        "Hur rapporterar jag en avvikelse?",
        "our purchase unit EDU 200 is gone",
    ],
)
def test_a_question_without_values_fills_nothing_in(said: str) -> None:
    assert not prefilling.prefill(empty("discrepancy"), said).filled.begun()


def test_what_is_there_already_is_never_replaced() -> None:
    case = put(empty("discrepancy"), "purchase", {"month": "1", "invoice-number": ""})
    filled = given(prefilling.prefill(case, "Invoice INV-2026-0042 from March 2026"))
    assert filled == {"month": "1", "invoice-number": "", "year": "2026"}


@settings(deadline=None, max_examples=200)
@given_any(st.sampled_from(FORMS), ANY_TEXT, st.sampled_from(LOCALES))
def test_whatever_was_said_a_form_begins_with_values_that_can_be_taken(
    form: str, said: str, locale: str
) -> None:
    case = prefilling.prefill(empty(form, locale), said)
    for position in case.positions():
        line = case.at(position)
        assert not any(case.read(field, line[field]).problem for field in line)


@settings(deadline=None, max_examples=100)
@given_any(st.sampled_from(FORMS), ANY_TEXT, ANY_TEXT)
def test_to_say_something_else_later_changes_no_value(form: str, first: str, later: str) -> None:
    before = prefilling.prefill(empty(form), first)
    assert given(before).items() <= given(prefilling.prefill(before, later)).items()
