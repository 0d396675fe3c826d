import { type FormEvent, type ReactElement, useState } from 'react';
import { type Session, signIn } from './session.js';

/** Asks who somebody is. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }): ReactElement {
  const [failure, setFailure] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const form = new FormData(event.currentTarget);
    const what = submitter?.getAttribute('value') === 'register' ? 'register' : 'login';
    signIn(what, String(form.get('email')), String(form.get('password'))).then(onSignedIn, (error: Error) =>
      setFailure(error.message),
    );
  };
  return (
    <form onSubmit={submit}>
      <input name="email" type="email" placeholder="Email" autoComplete="username" required />
      <input
        name="password"
        type="password"
        placeholder="Password, 12 characters or more"
        autoComplete="current-password"
        required
      />
      <button value="login">Sign in</button>
      <button value="register">Register</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
    </form>
  );
}
