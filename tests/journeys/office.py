"""Staff at their desks: a scored campaign's evidence, the people of its organiser, signing in as they do."""

from pingyi.accounts.actions import add_staff
from pingyi.directory.actions.postings import grant_posting
from pingyi.foundation import clock
from tests.results.schools import at, campaign_with, sample_file

PASSWORD = "a-long-word-of-mine"
PEOPLE = {"shen": ("沈知微", "organiser"), "lu": ("陆听澜", "organiser"), "jiang": ("江映雪", "auditor")}
AFTERWARDS = at(61)  # the announced day of publication has come
SCHOOLS = "/office/campaigns/schools-2000"


def schools_with_people(folder):
    """The campaign over schools with its sample taken in, and three people who may sign in."""
    path = sample_file("apistrat", folder, stratum=lambda row: row["stype"], psu=lambda _, number: number)
    with clock.frozen_at(at(0)):
        for username, (name, role) in PEOPLE.items():
            grant_posting(add_staff(username, name=name, password=PASSWORD, by=None), role)
    return campaign_with(path)


def signed_in(browser_page, username, address, *, script=False, **options):
    """Open `address` as this person; the journeys go without a script, only axe needs one."""
    page = browser_page(address, script=script, **options)
    page.set_default_timeout(8_000)
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main form .btn").first.click()
    if not page.url.endswith(address):
        page.goto(page.server + address)
    return page


def press(page, name):
    """Press the one button of this name in the body of the page."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    """Follow the first link of this name in the body of the page."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
