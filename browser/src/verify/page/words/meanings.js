// What each check, figure and detail says. Written by python -m tools.verifier_words from the command's words.

export const MEANINGS = {
  "package": ["文件一个不多，一个不少，没有改过", "no file more or less, not a byte changed"],
  "manifest": ["评议的清单由五方签名，问卷没有换过", "all five parties signed the manifest; the questions are those it names"],
  "log": ["公开日志只增不改，见证方看到的是同一份", "one history, only ever added to, the same for all witnesses"],
  "roll": ["名册人数对得上，没有人占两个名额", "the roll has the numbers it should, and nobody stands on it twice"],
  "issuance": ["每张凭证都是持评议码的人领的，一人一张", "every token was asked for by the holder of a code, once"],
  "entries": ["票箱里每张票都有凭证，一证一票", "every envelope in the box has a token of its own"],
  "tags": ["开票结果先登记后公布，只加不减", "opened ballots were announced first, and none was taken back"],
  "rows": ["公布的票都有凭证，登记过的一张不少", "every published ballot has its token, and none that was announced is gone"],
  "accounts": ["票箱里每一张票都有交代", "every envelope in the box is accounted for"],
  "statements": ["该作的声明都作了，都签了名", "every statement that is due stands, signed"],
};

export const FAILURES = {
  "package": ["文件多了、少了，或者被改过", "files are missing, too many, or changed"],
  "manifest": ["清单不对，或者不是您要查的那一次评议", "the manifest is not good, or not that of the campaign you expect"],
  "log": ["公开日志被改过，或者没有足够的见证", "the log was changed, or too few witnesses saw it"],
  "roll": ["名册不对：人数不符、有人重复，或者有不合格的钥匙", "the roll is wrong: numbers, somebody twice, or a bad key"],
  "issuance": ["有的凭证不是持评议码的人领的，或者领了两次", "tokens were issued to nobody on the roll, or twice"],
  "entries": ["票箱里有的票没有凭证，或者凭证用了两次", "envelopes are in the box without a token, or one token twice"],
  "tags": ["开票登记不对：与日志不符，或者有登记过的票被拿掉", "announced ballots are not as logged, or one was taken back"],
  "rows": ["公布的票有造假、改动、缺少，或者不该公布的公布了", "published ballots are forged, changed, missing, or should not be public"],
  "accounts": ["票数对不上：有的票没有交代", "the numbers do not add up: envelopes are not accounted for"],
  "statements": ["缺少声明，或者有的声明不对、没有签名", "a statement is missing, wrong, or unsigned"],
};

export const DETAILS = {
  "not yet": ["还没到这一步", "not yet"],
  "not run: an earlier check failed": ["没有查：前面的检查没有通过", "not run: an earlier check failed"],
  "withdrawn": ["有的名单过了保存期，已经撤下", "a list was withdrawn after its retention date"],
  "nothing unlisted: not checked over a web address": ["从网址核对，看不出有没有多余的文件", "over a web address nobody can see whether there are more files"],
  "flagged": ["有的计票单元作废或缺失的票偏多，请留意", "in some cells many ballots were invalid or missing: have a look"],
};

export const FIGURES = {
  "files": ["文件数", "files"],
  "bytes": ["字节数", "bytes"],
  "cells": ["计票单元", "cells"],
  "questions": ["题目", "questions"],
  "entries": ["日志条目", "log entries"],
  "checkpoints": ["保存的检查点", "kept checkpoints"],
  "witnesses": ["见证了每个检查点的见证方", "witnesses of every checkpoint"],
  "keys": ["名册上的人", "keys on the roll"],
  "batches": ["增补", "batches"],
  "S_records": ["领了评议凭证的", "ballot tokens"],
  "R_records": ["领了投票凭证的", "entry tokens"],
  "entry_without_ballot": ["只领了投票凭证的", "entry tokens without a ballot token"],
  "ballots": ["票箱里的票", "ballots in the box"],
  "first": ["第一次登记的票", "ballots announced first"],
  "final": ["最后登记的票", "ballots announced in the end"],
  "rows": ["公布的票", "published ballots"],
  "released_cells": ["公布的单元", "cells published"],
  "cast": ["投出的票", "ballots cast"],
  "review_cells": ["要复查的单元", "cells to be reviewed"],
  "lost": ["作废和缺失的票", "invalid and missing ballots"],
  "flagged_cells": ["要留意的单元", "cells to look at"],
  "statements": ["声明", "statements"],
  "withheld_cells": ["不公布的单元", "cells withheld"],
};
