// One WebSocket: holdfast.v1, or raw where the client did not offer it.
import { payload, sources, string } from './json.js';

export const PROTOCOL = 'holdfast.v1';
const REQUIRED = Symbol('a member that must be there');

export function serve(socket, server, cursor) {
  const { log, inbox, knobs } = server;
  const raw = socket.protocol !== PROTOCOL;
  let beat;

  function send(message) {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    if (knobs.heartbeat > 0) {
      clearTimeout(beat);
      beat = setTimeout(() => send({ kind: 'heartbeat' }), knobs.heartbeat);
    }
  }

  function event({ id, type, json, encoding, data }) {
    if (raw) {
      socket.send(data, { binary: encoding !== undefined });
      return;
    }
    const head = { kind: 'event', id, type: type === 'message' ? undefined : type, encoding };
    // The data goes out as it was worded: stringify would reformat its numbers.
    send(JSON.stringify(head).replace(/}$/, () => `,"data":${json}}`));
  }

  const end = () => socket.close(1000, 'the end');

  function required(members, name) {
    const value = string(members, name);
    if (value === undefined) throw REQUIRED;
    return value;
  }

  function receive(bytes, binary) {
    // What comes after our close frame is not acted on, and so not acknowledged.
    if (socket.readyState !== socket.OPEN) return;
    if (raw) return;
    if (binary) {
      socket.close(1003, 'text alone');
      return;
    }
    try {
      const members = sources(bytes.toString());
      const kind = required(members, 'kind');
      if (kind === 'send') {
        const ref = required(members, 'ref');
        const refused = inbox.accept(ref, payload(members), 'websocket');
        if (knobs.acks) send(refused ? { kind: 'nack', ref, ...refused } : { kind: 'ack', ref });
      } else if (kind === 'ack') {
        server.finished.push(required(members, 'cursor'));
      }
    } catch (broken) {
      socket.close(1002, String(broken.message ?? broken.description).slice(0, 100));
    }
  }

  const { resumed, gap, position } = log.start(cursor);
  socket.on('message', receive);
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(beat);
    log.off('event', event);
    log.off('end', end);
    server.open.delete(socket);
  });
  server.open.add(socket);
  if (!raw) send({ kind: 'hello', resumed, cursor: String(position), heartbeat: knobs.heartbeat });
  if (!raw && gap) send({ kind: 'gap', ...gap });
  (raw ? [] : log.after(position)).forEach(event);
  if (log.ended) {
    end();
  } else {
    log.on('event', event);
    log.on('end', end);
  }
}
