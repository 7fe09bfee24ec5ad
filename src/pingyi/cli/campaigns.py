"""`pingyi campaigns`: what there is and where it stands."""

import json

import click

from pingyi.cli.root import answering, language, with_django


@click.command("campaigns")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON · one JSON list")
def command(as_json: bool) -> None:
    """列出评议活动 · List campaigns: code, name, state.

    \b
    例 Example:  pingyi campaigns --json
    """
    with answering(as_json):
        with_django()
        from pingyi.results.queries import campaigns_with_state

        found = campaigns_with_state()
    if as_json:
        rows = [{"code": c.code, "name": c.name.say(language()), "state": s.value} for c, s in found]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    from pingyi.campaigns.states import NAMES

    for campaign, state in found:
        click.echo(f"{campaign.code}\t{campaign.name.say(language())}\t{NAMES[state].say(language())}")
