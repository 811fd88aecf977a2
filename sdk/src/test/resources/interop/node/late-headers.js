// As Spring's SseEmitter does: the headers go out with the first event, and what does not accept
// text/event-stream is answered 406.
import { createServer } from 'node:http';

const events = [];
const open = new Set();
const text = (id) => `id:${id}\nevent:tick\ndata:${id}\n\n`;

createServer((req, res) => {
  console.log(req.method, req.url, req.headers.accept, req.headers['last-event-id'] ?? '');
  if (req.method === 'POST') {
    if (req.url === '/cut') {
      open.forEach((response) => response.socket.resetAndDestroy());
    } else {
      const id = events.push(events.length + 1);
      open.forEach((response) => response.write(text(id)));
    }
    res.writeHead(204).end();
  } else if (req.headers.accept !== 'text/event-stream') {
    res.writeHead(406).end();
  } else {
    res.statusCode = 200;
    res.setHeader('Content-Type', 'text/event-stream');
    for (let id = Number(req.headers['last-event-id'] ?? 0) + 1; id <= events.length; id++) {
      res.write(text(id));
    }
    open.add(res);
    res.on('close', () => open.delete(res));
  }
}).listen(Number(process.argv[2]), '127.0.0.1');
