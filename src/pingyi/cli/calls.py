"""What click finds wrong with a call, said in both languages."""

import click
from click.exceptions import NoArgsIsHelpError

from pingyi.wording import Text


def wrong_call(error: click.UsageError) -> Text:
    """Return the usage line, what is wrong, and where the help is."""
    if isinstance(error, NoArgsIsHelpError):
        return Text(error.format_message(), "")
    message = error.format_message().rstrip(".。")
    usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
    path = error.ctx.command_path if error.ctx else "pingyi"
    return Text(
        f"{usage.replace('Usage:', '用法：', 1)}用法不对：{_in_chinese(error, message)}。\n说明：{path} --help",
        f"{usage}Wrong call: {message}.\nHelp: {path} --help",
    )


def _in_chinese(error: click.UsageError, message: str) -> str:
    """Return the commonest faults in Chinese, the others in click's own words."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少 {_named(error)}"
        case click.BadParameter():
            return f"{_named(error)} 的值不对（{error.message.rstrip('.。')}）"
        case _:
            return message.replace("No such command", "没有这个命令")


def _named(error: click.BadParameter) -> str:
    """Return the option or argument as the person writes it."""
    hint = error.param_hint
    if hint is None and error.param is not None and error.ctx is not None:
        hint = error.param.get_error_hint(error.ctx)
    return hint if isinstance(hint, str) else " / ".join(hint or ())
