// A client in the shape of the seed's DaemonClient: events by type, a heartbeat, reconnection with exponential backoff.
// Usage: node --experimental-websocket neolith.mjs ws://host:port
class DaemonClient {
  constructor(url) {
    this.url = url;
    this.handlers = new Map();
    this.attempts = 0;
    this.wanted = true;
  }

  on(type, handler) {
    this.handlers.set(type, [...(this.handlers.get(type) ?? []), handler]);
  }

  once(type, fits = () => true) {
    return new Promise((resolve) => this.on(type, (message) => fits(message) && resolve(message)));
  }

  emit(type, message) {
    (this.handlers.get(type) ?? []).forEach((handler) => handler(message));
  }

  connect() {
    this.ws = new WebSocket(this.url);
    this.ws.addEventListener('open', () => {
      this.attempts = 0;
      this.send({ type: 'auth', token: 'your-jwt-token' });
      this.heartbeat = setInterval(() => this.send({ type: 'ping' }), 30_000);
      this.emit('connected', {});
    });
    this.ws.addEventListener('message', (event) => {
      const message = JSON.parse(event.data);
      this.emit(message.type, message);
    });
    this.ws.addEventListener('close', () => {
      clearInterval(this.heartbeat);
      if (this.wanted && this.attempts < 10) {
        this.attempts += 1;
        setTimeout(() => this.connect(), 300 * 2 ** (this.attempts - 1));
      }
    });
    this.ws.addEventListener('error', () => {});
  }

  send(message) {
    this.ws.send(JSON.stringify(message));
  }

  disconnect() {
    this.wanted = false;
    this.ws.close();
  }
}

const client = new DaemonClient(process.argv[2]);
let output = '';
client.on('stream_chunk', ({ data }) => {
  output += data.chunk;
});
const connected = client.once('connected');
client.connect();
await connected;
const spawned = client.once('session_spawned');
client.send({
  type: 'spawn_session',
  payload: {
    orchestratorId: 'vp_123',
    task: {
      type: 'code',
      description: 'Implement feature X',
      priority: 'high',
      status: 'pending',
      metadata: { command: ['bash', '-c', 'echo hello from bash; exec sleep 600'] },
    },
    sessionType: 'custom',
  },
});
const { session } = await spawned;
await client.once('stream_chunk');
const again = client.once('connected');
client.ws.close();
await again;
const listed = client.once('sessions_list');
client.send({ type: 'list_sessions' });
const found = (await listed).sessions.some((one) => one.id === session.id);
const stopped = client.once(
  'session_status_update',
  (message) => message.session.id === session.id && message.session.status === 'terminated',
);
client.send({ type: 'stop_session', payload: { sessionId: session.id } });
await stopped;
console.log(JSON.stringify({ status: session.status, output, found, stopped: true }));
client.disconnect();
