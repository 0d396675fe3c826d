import { type Client, openClient } from '@xeocontext/client';
import { IndexedDbStorage } from '@xeocontext/client/indexeddb';
import { type ReactElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { schema } from './schema.js';
import { remembered, SERVER, type Session, signOut, token } from './session.js';
import { SignIn } from './sign-in.js';
import { Todos } from './todos.js';

/** Somebody's replica lives in a database of its own, so that nothing is mixed. */
function open(session: Session): Promise<Client<typeof schema>> {
  return openClient({
    url: SERVER,
    schema,
    storage: new IndexedDbStorage(`todos-${session.userId}`),
    token,
    device: { id: session.deviceId, name: navigator.platform || 'Browser', platform: 'web' },
  });
}

function App(): ReactElement {
  const [session, setSession] = useState(remembered);
  const [client, setClient] = useState<Client<typeof schema>>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    if (session === undefined) return;
    const opening = open(session);
    opening.then(setClient, setFailure);
    return () => {
      setClient(undefined);
      void opening.then((opened) => opened.close()).catch(() => undefined);
    };
  }, [session]);

  if (failure !== undefined) return <p role="alert">{String(failure)}</p>;
  if (session === undefined) return <SignIn onSignedIn={setSession} />;
  if (client === undefined) return <p>Opening …</p>;
  return (
    <Todos
      client={client}
      onSignOut={() => {
        signOut();
        setSession(undefined);
      }}
    />
  );
}

createRoot(document.getElementById('app')!).render(<App />);
