"""What each check, figure and detail says to a person."""

from pingyi.verifier.accounts import FLAGGED
from pingyi.verifier.listing import UNSEEN
from pingyi.verifier.personal import COUNTED, SAID_OF_CODES, WITHHELD
from pingyi.verifier.report import NOT_RUN, NOT_YET, WITHDRAWN
from pingyi.wording import Text

MEANINGS: dict[str, Text] = {
    "package": Text("文件一个不多，一个不少，没有改过", "no file more or less, not a byte changed"),
    "manifest": Text(
        "评议的清单由五方签名，问卷没有换过", "all five parties signed the manifest; the questions are those it names"
    ),
    "log": Text(
        "公开日志只增不改，见证方看到的是同一份", "one history, only ever added to, the same for all witnesses"
    ),
    "roll": Text(
        "名册人数对得上，没有人占两个名额", "the roll has the numbers it should, and nobody stands on it twice"
    ),
    "issuance": Text(
        "每张凭证都是持评议码的人领的，一人一张", "every token was asked for by the holder of a code, once"
    ),
    "entries": Text("票箱里每张票都有凭证，一证一票", "every envelope in the box has a token of its own"),
    "tags": Text("开票结果先登记后公布，只加不减", "opened ballots were announced first, and none was taken back"),
    "rows": Text(
        "公布的票都有凭证，登记过的一张不少",
        "every published ballot has its token, and none that was announced is gone",
    ),
    "accounts": Text("票箱里每一张票都有交代", "every envelope in the box is accounted for"),
    "statements": Text("该作的声明都作了，都签了名", "every statement that is due stands, signed"),
    "receipt": Text("这张回执上的票在票箱里", "the ballot of this receipt is in the box"),
    "check": Text("按计票查验码查到了这张票的去向", "the ballot of this check code was found"),
    "code": Text("这个评议码在名册上", "this code is on the roll"),
}
FAILURES: dict[str, Text] = {
    "package": Text("文件多了、少了，或者被改过", "files are missing, too many, or changed"),
    "manifest": Text(
        "清单不对，或者不是您要查的那一次评议", "the manifest is not good, or not that of the campaign you expect"
    ),
    "log": Text("公开日志被改过，或者没有足够的见证", "the log was changed, or too few witnesses saw it"),
    "roll": Text(
        "名册不对：人数不符、有人重复，或者有不合格的钥匙", "the roll is wrong: numbers, somebody twice, or a bad key"
    ),
    "issuance": Text(
        "有的凭证不是持评议码的人领的，或者领了两次", "tokens were issued to nobody on the roll, or twice"
    ),
    "entries": Text(
        "票箱里有的票没有凭证，或者凭证用了两次", "envelopes are in the box without a token, or one token twice"
    ),
    "tags": Text(
        "开票登记不对：与日志不符，或者有登记过的票被拿掉", "announced ballots are not as logged, or one was taken back"
    ),
    "rows": Text(
        "公布的票有造假、改动、缺少，或者不该公布的公布了",
        "published ballots are forged, changed, missing, or should not be public",
    ),
    "accounts": Text("票数对不上：有的票没有交代", "the numbers do not add up: envelopes are not accounted for"),
    "statements": Text("缺少声明，或者有的声明不对、没有签名", "a statement is missing, wrong, or unsigned"),
    "receipt": Text(
        "回执不对，或者票箱里没有这张票。请凭回执投诉",
        "the receipt is not good, or its ballot is not in the box: complain with it",
    ),
    "check": Text(
        "码不对，或者这张票没有算进去。可以凭回执提出异议",
        "the code is wrong, or the ballot was not counted: object with the receipt",
    ),
    "code": Text("码不对，或者不在这次评议的名册上", "the code is wrong, or not on the roll of this campaign"),
}
STAGES: dict[str, Text] = {
    "open": Text("还在评议", "open"),
    "closed": Text("已截止，还没有开完票", "closed, not yet opened"),
    "tags": Text("已开票，还没有公布每一张票", "opened, ballots not yet published"),
    "rows": Text("票已经公布", "ballots published"),
}
DETAILS: dict[str, Text] = {
    NOT_YET: Text("还没到这一步", "not yet"),
    NOT_RUN: Text("没有查：前面的检查没有通过", "not run: an earlier check failed"),
    WITHDRAWN: Text("有的名单过了保存期，已经撤下", "a list was withdrawn after its retention date"),
    UNSEEN: Text(
        "从网址核对，看不出有没有多余的文件", "over a web address nobody can see whether there are more files"
    ),
    FLAGGED: Text(
        "有的计票单元作废或缺失的票偏多，请留意", "in some cells many ballots were invalid or missing: have a look"
    ),
    COUNTED: Text("照您投的样子算进去了", "counted as cast"),
    WITHHELD: Text(
        "算进去了；这个计票单元票太少，不公布每一张票", "counted; its cell has too few ballots to be published"
    ),
    **SAID_OF_CODES,
}
FIGURES: dict[str, Text] = {
    "files": Text("文件数", "files"),
    "bytes": Text("字节数", "bytes"),
    "cells": Text("计票单元", "cells"),
    "questions": Text("题目", "questions"),
    "entries": Text("日志条目", "log entries"),
    "checkpoints": Text("保存的检查点", "kept checkpoints"),
    "witnesses": Text("见证了每个检查点的见证方", "witnesses of every checkpoint"),
    "keys": Text("名册上的人", "keys on the roll"),
    "batches": Text("增补", "batches"),
    "S_records": Text("领了评议凭证的", "ballot tokens"),
    "R_records": Text("领了投票凭证的", "entry tokens"),
    "entry_without_ballot": Text("只领了投票凭证的", "entry tokens without a ballot token"),
    "ballots": Text("票箱里的票", "ballots in the box"),
    "first": Text("第一次登记的票", "ballots announced first"),
    "final": Text("最后登记的票", "ballots announced in the end"),
    "rows": Text("公布的票", "published ballots"),
    "released_cells": Text("公布的单元", "cells published"),
    "cast": Text("投出的票", "ballots cast"),
    "review_cells": Text("要复查的单元", "cells to be reviewed"),
    "lost": Text("作废和缺失的票", "invalid and missing ballots"),
    "flagged_cells": Text("要留意的单元", "cells to look at"),
    "statements": Text("声明", "statements"),
    "withheld_cells": Text("不公布的单元", "cells withheld"),
    "index": Text("在日志里的位置", "place in the log"),
    "log_size": Text("日志条目", "log entries"),
    "cell": Text("计票单元编号", "number of the cell"),
    "S_used": Text("评议凭证已领（1是，0否）", "ballot token used (1 yes, 0 no)"),
    "R_used": Text("投票凭证已领（1是，0否）", "entry token used (1 yes, 0 no)"),
}
