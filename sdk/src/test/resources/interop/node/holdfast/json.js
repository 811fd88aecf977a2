// JSON by its source text: JSON.parse alone would reformat numbers, and let a member come twice.
const DEEPEST = 500;

/** The members of a JSON object, each by its source text; throws where it is none. */
export function sources(text) {
  const value = JSON.parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new SyntaxError('no object');
  }
  const found = new Map();
  let depth = 0;
  let name;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      const from = i;
      for (i++; text[i] !== '"'; i++) {
        if (text[i] === '\\') i++;
      }
      if (depth === 1 && name === undefined) name = JSON.parse(text.slice(from, i + 1));
    } else if (c === ':' && depth === 1) {
      start = i + 1;
    } else if ((c === ',' || c === '}') && depth === 1) {
      if (name !== undefined) found.set(name, (found.get(name) ?? []).concat(text.slice(start, i).trim()));
      name = undefined;
      if (c === '}') depth--;
    } else if (c === '{' || c === '[') {
      if (++depth > DEEPEST) throw new SyntaxError('too deep');
    } else if (c === '}' || c === ']') {
      depth--;
    }
  }
  return found;
}

/** One member's source text; undefined where it is missing, or null (unless that is a value). */
export function one(members, name, nullIsMissing = true) {
  const all = members.get(name);
  if (all === undefined) return undefined;
  if (all.length > 1) throw new SyntaxError(name + ' twice');
  return nullIsMissing && all[0] === 'null' ? undefined : all[0];
}

/** A member that is a string; undefined where it is missing. */
export function string(members, name) {
  const source = one(members, name);
  if (source === undefined) return undefined;
  const value = JSON.parse(source);
  if (typeof value !== 'string') throw new SyntaxError(name + ' is no string');
  return value;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What an event or a message says: its type, and its data as text or bytes; `json` is how it was worded. */
export function payload(members) {
  const type = string(members, 'type') ?? string(members, 'event') ?? 'message';
  const encoding = string(members, 'encoding');
  const json = one(members, 'data', false) ?? '""';
  const value = JSON.parse(json);
  if (encoding === undefined) return { type, json, data: typeof value === 'string' ? value : json };
  if (encoding !== 'base64' || typeof value !== 'string' || !BASE64.test(value)) {
    throw new SyntaxError('no base64');
  }
  return { type, json, encoding, data: Buffer.from(value, 'base64') };
}
