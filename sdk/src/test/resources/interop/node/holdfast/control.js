// What the tests have the server do, beside the protocol.
import { payload, sources } from './json.js';

const orders = {
  /** `count` events, whose text is their number, also where their ids have jumped. */
  publish({ log }, query) {
    for (let left = Number(query.get('count') ?? 1); left > 0; left--) {
      const data = String(log.published + 1);
      log.publish({ type: 'message', json: `"${data}"`, data });
    }
  },

  /** One event as the body words it: `type`, `data`, `encoding`. */
  event({ log }, query, body) {
    log.publish(payload(sources(body.toString())));
  },

  config({ log, inbox, knobs, refusals }, query) {
    for (const [name, value] of query) {
      if (name === 'heartbeat') knobs.heartbeat = Number(value);
      else if (name === 'acks') knobs.acks = value === 'true';
      else if (name === 'nack') inbox.nack = value === 'off' ? undefined : { retry: value === 'retry' };
      else if (name === 'newcomers') log.newcomers = value;
      else if (name === 'refuse') refusals.push(Number(value));
      else if (name === 'retain') {
        log.retain = Number(value);
        log.trim();
      } else throw new Error(name);
    }
  },

  close({ open }, query) {
    open.forEach((socket) => socket.close(Number(query.get('code')), query.get('reason') ?? ''));
  },

  /** Every connection is gone but the one that asked. */
  cut({ connections }, query, body, res) {
    connections.forEach((socket) => socket === res.socket || socket.resetAndDestroy());
  },

  /** As after a crash without its disk, `log=lost`, or with it. */
  restart(server, query, body, res) {
    orders.cut(server, query, body, res);
    if (query.get('log') === 'lost') server.log.forget();
  },

  end({ log }) {
    log.end();
  },

  /** What was accepted, and what else came, one a line. */
  messages: ({ inbox }) => inbox.messages.map(({ ref, type, data }) => `${ref} ${type} ${data}`),
  finished: ({ finished }) => finished,
  requests: ({ requests }) => requests,
};

export function control(order, query, body, res, server) {
  let lines;
  try {
    lines = orders[order](server, query, body, res) ?? [];
  } catch (e) {
    return res.writeHead(400).end(`${order}: ${e.message}`);
  }
  res.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end([...lines].join('\n'));
}
