// A server of docs/protocol.md, written from that page alone: WebSocket, event stream, long poll and POST at /events.
// Usage: node server.js PORT; what a test needs beside is under /control.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { control } from './control.js';
import { eventStream, longPoll, message } from './http.js';
import { Inbox } from './inbox.js';
import { Log } from './log.js';
import { PROTOCOL, serve } from './socket.js';

const server = {
  log: new Log(),
  inbox: new Inbox(),
  knobs: { heartbeat: 25000, acks: true },
  open: new Set(), // WebSockets
  connections: new Set(), // TCP
  finished: [], // cursors that clients acknowledged
  requests: [],
  refusals: [], // statuses of the next handshakes
};

function cursorOf(req, query) {
  return query.get('after') || req.headers['last-event-id'] || undefined;
}

async function bodyOf(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  return Buffer.concat(parts);
}

const http = createServer(async (req, res) => {
  const { pathname, searchParams: query } = new URL(req.url, 'http://host');
  if (pathname.startsWith('/control/')) {
    return control(pathname.slice(9), query, await bodyOf(req), res, server);
  }
  if (pathname !== '/events') return res.writeHead(404).end();
  server.requests.push(`${req.method} ${req.url} ${req.headers.accept ?? ''}`);
  if (req.method === 'POST') return message(req, res, server, await bodyOf(req));
  if (req.method !== 'GET') return res.writeHead(405, { Allow: 'GET, POST' }).end();
  const cursor = cursorOf(req, query);
  if (/text\/event-stream/i.test(req.headers.accept ?? '')) return eventStream(req, res, server, cursor);
  return longPoll(req, res, server, cursor, query.get('timeout'));
});

http.on('connection', (socket) => {
  server.connections.add(socket);
  socket.on('close', () => server.connections.delete(socket));
});

const webSockets = new WebSocketServer({
  noServer: true,
  maxPayload: 16 << 20,
  perMessageDeflate: { threshold: 64 },
  handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
});

http.on('upgrade', (req, socket, head) => {
  const { pathname, searchParams: query } = new URL(req.url, 'http://host');
  server.requests.push(`WS ${req.url}`);
  const status = pathname === '/events' ? server.refusals.shift() : 404;
  if (status) return socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  webSockets.handleUpgrade(req, socket, head, (webSocket) => serve(webSocket, server, cursorOf(req, query)));
});

http.listen(Number(process.argv[2]), '127.0.0.1');
