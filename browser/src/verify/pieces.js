// Long work a piece at a time, so that progress can be told and memory stays small.

const AT_ONCE = 128;

/** Say whether `judge(item)` is true of all items; `tick(done)` is told, and waited for, after each piece. */
export async function inPieces(items, judge, tick, most = AT_ONCE) {
  for (let i = 0; i < items.length; i += most) {
    const found = await Promise.all(items.slice(i, i + most).map(judge));
    if (!found.every(Boolean)) return false;
    await tick(Math.min(i + most, items.length));
  }
  return true;
}
