"""What changes is seen, whatever is on its way at that moment."""

from playwright.sync_api import Route, expect

from tests.sandbox_page.conftest import Visit

LATER_MILLISECONDS = 1_000


def test_what_changes_while_a_page_is_on_its_way_is_shown(visit: Visit) -> None:
    page = visit("/?as=emma&in=dm")

    def arrive_late(route: Route) -> None:
        """Let the page arrive as it was before the app published what it shows."""
        before = route.fetch()
        page.wait_for_timeout(LATER_MILLISECONDS)
        route.fulfill(response=before)

    page.route("**/?as=emma&in=home", arrive_late, times=1)
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", name="With the support team")).to_be_visible()
