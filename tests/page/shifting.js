// A list that changes while pages of it are read, as `connectionList` reads them, and what must hold all the same.
// The list has numbers for ids and cursors; even ones stay, odd ones come and go.

async ({ module, size, jumps, changes, seed }) => {
  const { Pages } = await import(module);
  const random = dice(seed);
  const pick = (below) => Math.floor(random() * below);
  const list = Array.from({ length: size }, (_, at) => 2 * at);
  const told = { most: 0, farthest: 0, renewed: 0 };
  let pages = new Pages();
  let looked = [0, 40];
  let wanted = [];
  let underWay = [];

  const ask = () => {
    for (let next; (next = pages.next(looked, wanted)); ) underWay.push(next);
  };
  const answerOne = () => {
    const [{ variables, take }] = underWay.splice(pick(underWay.length), 1);
    told.farthest = Math.max(told.farthest, variables.skip);
    take(connection(list, variables));
    if (pages.isTorn) {
      told.renewed += 1;
      [pages, underWay] = [pages.renewed(looked[0]), []];
    }
    check(pages, list);
  };
  const change = () => {
    const at = pick(list.length - 1);
    const [here, next] = [list[at], list[at + 1]];
    if (here % 2) list.splice(at, 1);
    else if (next === here + 2) list.splice(at + 1, 0, here + 1);
  };

  const settle = () => {
    let asked = 0;
    for (ask(); !pages.has(...looked) || !wanted.every((range) => pages.has(...range)); ask()) {
      for (let each = pick(changes + 1); each > 0; each -= 1) change();
      answerOne();
      asked += 1;
      if (asked > 100_000) throw new Error("It never ends.");
    }
    return asked;
  };
  settle();
  for (let jump = 0; jump < jumps; jump += 1) {
    const first = pick(size - 40);
    looked = [first, first + 39];
    told.most = Math.max(told.most, settle());
    if (!changes) same(shown(pages, ...looked), list.slice(first, first + 40));
  }
  changes = 0;
  wanted = [[0, size * 2]];
  do settle();
  while (!pages.isComplete);
  same(shown(pages, 0, list.length - 1), list);
  return told;

  function shown(from, first, last) {
    return Array.from({ length: last - first + 1 }, (_, at) => from.get(first + at)?.id);
  }

  // Nothing that stayed is left out between two that are shown together, and nothing is there twice.
  function check(from, { length }) {
    for (let index = 1; index < length; index += 1) {
      const [one, other] = [from.get(index - 1)?.id, from.get(index)?.id];
      if (one === undefined || other === undefined) continue;
      if (other <= one || Math.ceil((one + 1) / 2) * 2 < other) throw new Error(`${other} follows ${one}.`);
    }
  }

  function same(some, others) {
    if (some.length !== others.length || some.some((each, at) => each !== others[at])) throw new Error("It differs.");
  }

  function connection(items, { first, after, last, before, skip }) {
    const from = after == null ? 0 : items.findIndex((each) => each > after);
    const low = from < 0 ? items.length : from;
    const to = before == null ? -1 : items.findIndex((each) => each >= before);
    const high = to < 0 ? items.length : to;
    const [start, end] = first
      ? [low + skip, Math.min(high, low + skip + first)]
      : [Math.max(low, high - skip - last), high - skip];
    const nodes = items.slice(start, end).map((id) => ({ id }));
    const pageInfo = { hasNextPage: end < high, hasPreviousPage: start > low };
    Object.assign(pageInfo, { startCursor: nodes[0]?.id ?? null, endCursor: nodes.at(-1)?.id ?? null });
    return { nodes, pageInfo, totalCount: items.length };
  }

  function dice(state) {
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }
};
