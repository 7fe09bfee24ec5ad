"""What every letter says, in both languages; pure. The grade decides what may be promised."""

from datetime import datetime, timedelta, timezone

from pingyi.protocol.grade import Letter
from pingyi.rollkeeper.letters.offers import Offer
from pingyi.wording import Text

Point = tuple[Text, Text]
BEIJING = timezone(timedelta(hours=8))
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TWO_KEYS = Text(
    "您的答案在手机或电脑上就分两层封好，两把钥匙由两家机构分别保管，都不归被评议单位管。只要有一家守规矩，"
    "就没有人知道哪张票是您的。任何人无权看您的答案。",
    "Your answers are sealed twice before they leave your device. Two bodies outside the rated agency hold a key each: "
    "as long as one keeps the rules, nobody learns which ballot is yours. Nobody is entitled to see your answers.",
)
SECRECY: dict[Letter, Text] = {
    "A": _TWO_KEYS,
    "B": _TWO_KEYS,
    "C": Text(
        "您的答案在手机或电脑上就封好。保密要靠被评议单位之外保管钥匙的一家机构守规矩。任何人无权看您的答案。",
        "Your answers are sealed before they leave your device. Secrecy rests on one body outside the rated agency "
        "that holds a key. Nobody is entitled to see your answers.",
    ),
    "D": Text(
        "这次评议没有足够的外部机构把关，答案是否保密只凭主办方的承诺，技术上不能保证。",
        "Not enough bodies outside the rated agency watch this appraisal: secrecy rests on the operator's word, "
        "technology does not guarantee it.",
    ),
}


def points(offer: Offer, grade: Letter, k: int, questions: int) -> list[Point]:
    """Return label and sentences of each point, for cells that publish from `k` ballots on."""
    return [
        (Text("谁在问，问什么", "Who asks, about what"), _asks(offer, questions)),
        (Text("谁能看到", "Who can see it"), SECRECY[grade]),
        (Text("公布什么", "What is published"), _published(offer, k)),
        (Text("谁也不能要", "Nobody may ask"), _nobody(offer)),
        (Text("没有智能手机", "No smartphone"), _typed()),
        (Text("码被人拿走了", "Code taken or forced"), _taken(offer)),
        (Text("您的同意", "Your consent"), _consent(offer)),
    ]


def deadline(closes: str) -> Text:
    """Return until when one can take part, in Beijing time, from a moment of the manifest."""
    at = datetime.fromisoformat(closes).astimezone(BEIJING)
    if (at.hour, at.minute) == (0, 0):
        at -= timedelta(days=1)
        clock, by = "24时", "the end of"
    else:
        clock, by = f"{at.hour}时{at.minute:02d}分", f"{at:%H:%M} on"
    return Text(
        f"请在{at.year}年{at.month}月{at.day}日{clock}前参加",
        f"Please take part by {by} {at.day} {_MONTHS[at.month - 1]} {at.year}",
    )


def text_message(offer: Offer, unit: str, until: Text, link: str) -> str:
    """Return the text message with the link that carries the code."""
    return (
        f"【{offer.organiser_zh}】请您评议{unit}的工作，约{offer.minutes}分钟，{until.zh.removeprefix('请在')}。"
        f"任何人无权向您索要这条短信。疑问请电{offer.phone}。{link}"
    )


def _asks(offer: Offer, questions: int) -> Text:
    return Text(
        f"{offer.about_zh}共{questions}个问题，大约{offer.minutes}分钟。参加不参加由您决定，不参加没有任何影响。",
        f"{offer.about_en} {questions} questions, about {offer.minutes} minutes. Taking part is up to you; "
        "not taking part has no consequence.",
    )


def _published(offer: Offer, k: int) -> Text:
    zh = (
        f"同一计票单元有{k}张以上有效票时，公布每张票的选项，不带姓名和时间；不足{k}张的不公布。"
        "如果大家选得都一样，别人也就知道您怎么选。"
    )
    en = (
        f"Where a counting unit has {k} valid ballots or more, the choices of each ballot, without name or time; "
        f"below {k}, nothing. If everybody chooses the same, others know your choice too."
    )
    if offer.comments:
        zh += "您写的意见不公布原文，由专人阅读，删去人名、地名和日期后才归类使用。"
        en += " Comments are read by few, and used only without names, places and dates."
    return Text(zh, en)


def _nobody(offer: Offer) -> Text:
    return Text(
        f"任何人都无权索要您的评议码、回执或查验码，也无权要求您怎么答。有人索要或要求，请拨{offer.phone}。",
        "Nobody may ask for your code, receipt or check code, nor tell you how to answer. If somebody does, call "
        f"{offer.phone}.",
    )


def _typed() -> Text:
    return Text(
        "在任何电脑的浏览器里打开上面的网址，输入评议码，图书馆、社区的电脑也行，保密程度一样。请别人帮忙时，请自己选答案。",
        "Open the address above in any browser, in a library too, and type the code; secrecy is the same. If "
        "somebody helps you, choose the answers yourself.",
    )


def _taken(offer: Offer) -> Text:
    return Text(
        "一个码只能用一次，先用的算数。想让它作废，请抢先打开页面，每题都不选，直接提交。不补发新码。"
        f"页面说码已被用过而不是您用的，请拨{offer.phone}。",
        "A code works once; its first use counts. To void it, be first: open the page and send it without any answer. "
        f"No second code is issued. If the page says it was used and not by you, call {offer.phone}.",
    )


def _consent(offer: Offer) -> Text:
    day = datetime.strptime(offer.deleted_by, "%Y-%m-%d")
    return Text(
        f"提交答案，就是同意按上面写的公布。您的姓名和地址只用于这次邀请和抽查回访，{day.year}年{day.month}月{day.day}日前删除。",
        "By sending your answers you agree to what is published as said above. Your name and address serve this "
        f"invitation and a call-back audit only, and are deleted by {day.day} {_MONTHS[day.month - 1]} {day.year}.",
    )
