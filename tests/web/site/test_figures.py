"""The figures of a unit's page as files."""

import csv
import io
import json

WINDOW = "530102-household_window"


def rows_of(client, code=WINDOW):
    response = client.get(f"/units/{code}/figures.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{code}.csv"'
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_has_what_the_page_shows_and_whose_it_is(client, province):
    rows = {(row["part"], row["code"]): row for row in rows_of(client)}
    assert rows["composite", "window"]["estimate"] == "78"
    assert rows["ballots", "attitude"]["lower"] == "82"
    assert rows["sample", "attitude"]["unit"] == "530102-county_bureau"
    assert rows["rectification", "confirmed"]["n"] == "41"
    assert rows["finding", "queue"]["estimate"] == "0.5"


def test_excel_reads_it_as_utf_8(client, province):
    assert client.get(f"/units/{WINDOW}/figures.csv").content.startswith(b"\xef\xbb\xbf")


def test_json_says_where_the_figures_come_from(client, province):
    told = json.loads(client.get(f"/units/{WINDOW}/figures.json").content)
    assert (told["campaign"], told["result_set"], told["demonstration"]) == ("yunling-2025", 1, True)
    assert len(told["figures"]) == len(rows_of(client))


def test_a_unit_with_too_few_answers_gives_no_figure_of_its_own(client, province):
    own = [row for row in rows_of(client, "530201001-station") if row["unit"] == "530201001-station"]
    assert own == []


def test_an_unknown_unit_is_not_found(client, province):
    assert client.get("/units/nobody/figures.csv").status_code == 404
    assert client.get("/units/nobody/figures.json").status_code == 404
