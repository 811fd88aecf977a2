// Event streams, long polls and messages by POST, at the WebSocket's URL.
import { payload, sources } from './json.js';

const MANY = 500;

function eventText({ id, type, data, encoding, json }) {
  const text = encoding ? JSON.parse(json) : data;
  const lines = text.split(/\r\n|\r|\n/).map((line) => `data:${line === '' ? '' : ' ' + line}\n`);
  return `id: ${id}\n` + (type === 'message' ? '' : `event: ${type}\n`) + lines.join('') + '\n';
}

/** An event stream. WHATWG has no word for a loss: a cursor after which all cannot follow is refused. */
export function eventStream(req, res, server, cursor) {
  const { log, knobs } = server;
  const { unknown, gap, position } = log.start(cursor);
  if (unknown || gap) return res.writeHead(410).end();
  const rest = log.after(position);
  if (log.ended && rest.length === 0) return res.writeHead(204).end();
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  // Its id is a position to return to, before the first event; without data it is no event.
  res.write(`id: ${position}\n\n`);
  const event = (next) => res.write(eventText(next));
  const end = () => res.end();
  const beat = knobs.heartbeat > 0 ? setInterval(() => res.write(':\n\n'), knobs.heartbeat) : undefined;
  res.on('close', () => {
    clearInterval(beat);
    log.off('event', event);
    log.off('end', end);
  });
  rest.forEach(event);
  if (log.ended) return res.end();
  log.on('event', event);
  log.on('end', end);
}

/** A long poll: answered as soon as there is something. */
export function longPoll(req, res, server, cursor, timeout) {
  const { log } = server;
  const { unknown, gap, position } = log.start(cursor);
  if (unknown) return res.writeHead(410).end();
  const asked = /^[0-9]+$/.test(timeout ?? '') ? Number(timeout) : 25;
  const answer = () => {
    clearTimeout(timer);
    log.off('event', answer);
    const events = log.after(position, MANY);
    const worded = events.map(({ id, type, encoding, json }) =>
      JSON.stringify({ id, type, encoding }).replace(/}$/, () => `,"data":${json}}`));
    const next = events.length > 0 ? events.at(-1).id : String(position);
    res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    res.end(`{"events":[${worded}],"nextCursor":"${next}"${gap ? ',"gap":' + JSON.stringify(gap) : ''}}`);
  };
  const timer = setTimeout(answer, Math.min(asked, 55) * 1000);
  res.on('close', () => {
    clearTimeout(timer);
    log.off('event', answer);
  });
  if (gap || log.after(position, 1).length > 0) return answer();
  log.on('event', answer);
}

/** A message. Its type has no place in a POST. */
export function message(req, res, server, body) {
  const ref = req.headers['idempotency-key'];
  if (ref === undefined) return res.writeHead(400).end('no Idempotency-Key');
  let said;
  try {
    said = content(req.headers['content-type'] ?? '', body);
  } catch (malformed) {
    return res.writeHead(400).end(malformed.message);
  }
  const refused = server.inbox.accept(ref, said, 'post');
  if (!server.knobs.acks) return req.socket.destroy();
  if (refused) return res.writeHead(refused.retry ? 503 : 422).end(refused.reason);
  res.writeHead(204).end();
}

function content(type, body) {
  if (/^application\/octet-stream\b/i.test(type)) {
    return { type: 'message', data: body, encoding: 'base64' };
  }
  const text = body.toString();
  if (/^application\/json\b/i.test(type)) {
    return payload(sources(`{"data":${text}}`));
  }
  return { type: 'message', data: text };
}
