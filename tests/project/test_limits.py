"""Limits on signing in hold across processes, because they are counted in the database."""

ADD = """
from pingyi.accounts.actions import add_staff
add_staff("lan", name="兰", password="南岸九棵树-2014", by=None)
"""
TRY = """
from django.test import Client
password, times = {password!r}, {times}
client = Client(SERVER_NAME="localhost")
for _ in range(times):
    answer = client.post("/office/account/login/", {{"login": "lan", "password": password}})
print(json.dumps([answer.status_code, "次数太多" in answer.content.decode()]))
"""


def test_failures_in_one_process_close_the_door_in_another(installation):
    installation.said = {}
    right, wrong = TRY.format(password="南岸九棵树-2014", times=1), TRY.format(password="wrong", times=5)
    assert installation.ask(ADD + right) == [302, False]
    assert installation.ask(wrong) == [200, False]
    assert installation.ask(right) == [200, True]
