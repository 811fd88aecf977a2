// An endpoint as the documentation of better-sse has it: a session a client, a channel for all.
import express from 'express';
import { createChannel, createSession } from 'better-sse';

const app = express();
const channel = createChannel();
const events = [];

app.get('/events', async (req, res) => {
  const session = await createSession(req, res, { keepAlive: 1000, retry: 100 });
  console.log('from', session.lastId || 'the start');
  for (let id = Number(session.lastId) + 1; id <= events.length; id++) {
    session.push(events[id - 1], 'message', String(id));
  }
  session.state.response = res;
  channel.register(session);
});

app.post('/publish', (req, res) => {
  const id = events.push(events.length + 1);
  channel.broadcast(id, 'message', { eventId: String(id) });
  res.sendStatus(204);
});

app.post('/cut', (req, res) => {
  channel.activeSessions.forEach((session) => session.state.response.socket.resetAndDestroy());
  res.sendStatus(204);
});

app.listen(Number(process.argv[2]), '127.0.0.1');
