import type { Client, RefusedChange } from '@xeocontext/client';
import { useObservable, usePresence, useQuery, useSyncStatus } from '@xeocontext/client/react';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { schema } from './schema.js';

type TodosClient = Client<typeof schema>;

/** The todos of whoever is signed in, and how syncing is. */
export function Todos({
  client,
  onSignOut,
}: {
  readonly client: TodosClient;
  readonly onSignOut: () => void;
}): ReactElement {
  const [showsDone, setShowsDone] = useState(true);
  const { rows, count } = useQuery(client.todos, {
    ...(!showsDone && { where: { status: { $ne: 'done' } } }),
    sort: ['-priority', 'title'],
    limit: 200,
  });
  const add = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title')).trim();
    if (title !== '') void client.todos.add({ title });
    event.currentTarget.reset();
  };
  return (
    <>
      <form onSubmit={add}>
        <input name="title" placeholder="What is to be done?" autoComplete="off" />
        <button>Add</button>
      </form>
      <ul>
        {rows.map((todo) => (
          <li key={todo.id} className={todo.status === 'done' ? 'done' : ''}>
            <input
              type="checkbox"
              aria-label={`${todo.title ?? ''} is done`}
              checked={todo.status === 'done'}
              onChange={({ target }) => void client.todos.put(todo.id, { status: target.checked ? 'done' : 'open' })}
            />
            <input
              aria-label="Title"
              value={todo.title ?? ''}
              onChange={({ target }) => void client.todos.put(todo.id, { title: target.value })}
            />
            <button aria-label={`Delete ${todo.title ?? ''}`} onClick={() => void client.todos.remove(todo.id)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <Refused client={client} />
      <footer>
        <label>
          <input type="checkbox" checked={showsDone} onChange={() => setShowsDone(!showsDone)} /> Show what is done
        </label>{' '}
        · {count} todos · <Sync client={client} /> · <button onClick={() => void client.undo()}>Undo</button>{' '}
        <button onClick={onSignOut}>Sign out</button>
      </footer>
    </>
  );
}

function Sync({ client }: { readonly client: TodosClient }): ReactElement {
  const status = useSyncStatus(client);
  const { devices } = usePresence(client);
  const others = devices.length === 0 ? '' : `, beside ${devices.map(({ name }) => name ?? 'a device').join(', ')}`;
  return (
    <span>
      {status.state}
      {status.unsent > 0 && `, ${status.unsent} not synced`}
      {others}
      {status.problem !== undefined && `: ${status.problem.title}`}
    </span>
  );
}

/** What the server did not take: to be tried again, or dropped. */
function Refused({ client }: { readonly client: TodosClient }): ReactElement | null {
  const { value: refused = [] } = useObservable<readonly RefusedChange[]>(client.refused.list);
  if (refused.length === 0) return null;
  return (
    <ul role="alert">
      {refused.map(({ op: { opId }, problem }) => (
        <li key={opId}>
          {problem.detail ?? problem.title}
          <button onClick={() => void client.refused.retry(opId)}>Try again</button>
          <button onClick={() => void client.refused.drop(opId)}>Drop</button>
        </li>
      ))}
    </ul>
  );
}
