// Why a grade is not a better one: the sentences of pingyi.protocol.grade, which a test holds equal.
export default {
  demonstration: ["这是演示，不是真的评议，答案不保密。", "This is a demonstration, not a real appraisal. Answers are not secret."],
  rated_unknown: ["没有写明被评议单位归谁管，看不出谁独立于它。", "It is not stated who controls the rated body, so nobody can be told to be independent of it."],
  no_witness: ["没有外部单位见证公开日志，票箱的记录只能凭主办方一句话。", "Nobody outside witnesses the public log, so what it says rests on the operator's word."],
  no_quorum: ["没有规定公开日志要几家见证。", "No number of witnesses is demanded for the public log."],
  no_trustee_outside: ["两把开票钥匙都不在被评议单位之外，答案是否保密只能凭主办方一句话。", "No key that opens ballots is held outside the rated body, so secrecy rests on the operator's word."],
  internal: ["这是内部自评，保证等级最高为C。", "This is a body appraising itself; its grade is never above C."],
  one_trustee_outside: ["两把开票钥匙没有分由被评议单位之外的两家掌管，答案是否保密要靠其中一家。", "The two keys that open ballots are not with two different bodies outside, so secrecy rests on one of them."],
  page_inside: ["评议页面由被评议单位一方提供，或者提供者不明。", "The page is served by the rated side, or by nobody knows whom."],
  no_signer_outside: ["两家发证方都不在被评议单位之外，没有投票的人可能被冒投。", "Neither signer is outside, so votes could be cast for people who did not vote."],
  roll_keeper_inside: ["评议码由被评议单位一方制作。", "The codes are made on the rated side."],
  signers_not_two: ["两家发证方没有分属被评议单位之外的两家。", "The two signers are not two different bodies outside."],
  signer_is_trustee: ["发证方和掌管内层开票钥匙的是同一家。", "One body both signs ballot tokens and holds the inner key that opens ballots."],
  one_witness: ["见证公开日志的外部单位不足两家。", "Fewer than two bodies outside witness the public log."],
  codes_by_sms: ["有的评议码用短信发送，运营商看得到。", "Some codes go out by SMS, which the carrier can read."],
  independent: ["名册、发证、开票、见证和页面都在被评议单位之外，而且互相分开。", "Roll, signing, opening, witnessing and the page are all outside the rated body, and apart from each other."],
};
