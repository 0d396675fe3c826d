// A RabbitMQ of our own: installed on this machine, run from here on loopback, with its data in a folder of the run.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import net from 'node:net';
import { Child, freePort, until } from './process.mjs';

const PROGRAMS = ['/usr/lib/rabbitmq/bin/rabbitmq-server', '/opt/homebrew/sbin/rabbitmq-server', '/usr/local/sbin/rabbitmq-server'];
const PASSWORD = 'only-for-this-run';

export async function rabbit(folder, definitions) {
  const program = process.env.XEO_BENCH_RABBITMQ ?? PROGRAMS.find((file) => fs.existsSync(file));
  if (!program) throw new Error('this bench wants RabbitMQ: install rabbitmq-server, or name its program in XEO_BENCH_RABBITMQ');
  fs.mkdirSync(folder, { recursive: true });
  const [port, distribution, epmd] = [await freePort(), await freePort(), await freePort()];
  const configuration = path.join(folder, 'rabbitmq.conf');
  fs.writeFileSync(configuration, [
    `listeners.tcp.1 = 127.0.0.1:${port}`, 'default_user = xeo', `default_pass = ${PASSWORD}`, 'log.console.level = warning',
  ].join('\n'));
  const env = {
    RABBITMQ_NODENAME: `xeo-${port}@localhost`, RABBITMQ_MNESIA_BASE: path.join(folder, 'data'), RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: configuration, RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'), RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_PID_FILE: path.join(folder, 'pid'), RABBITMQ_LOGS: '-', RABBITMQ_CONF_ENV_FILE: '/dev/null', HOME: folder,
    ERL_EPMD_PORT: String(epmd), ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  const ctl = (...args) => execFileSync(path.join(path.dirname(program), 'rabbitmqctl'), args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  let child;
  let defined = false;
  return {
    async start() {
      child = new Child(program, [], { log: path.join(folder, 'server.log'), env, cwd: folder });
      await until('RabbitMQ answers', 60_000, () => new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).once('error', () => resolve(false));
      }));
      if (!defined) ctl('import_definitions', definitions);
      defined = true;
    },
    environment: () => ({ XEO_AMQP_HOST: '127.0.0.1', XEO_AMQP_PORT: String(port), XEO_AMQP_USER: 'xeo', XEO_AMQP_PASSWORD: PASSWORD, XEO_QUEUE_TYPE: 'quorum' }),
    tree: () => child.tree(),
    async stop() { await child.stop(); try { execFileSync('epmd', ['-kill'], { env: { ...process.env, ...env }, stdio: 'ignore' }); } catch { /* gone already */ } },
    kill: () => child.kill(),
  };
}
