import type { HandoffRequest, Heard } from '../sync/ports.js';
import type { Activity, Granted, Ok } from '../wire/messages.js';
import { activitiesAfter, type SharedActivity } from './activities.js';

/**
 * What everybody on this device is to hear of what it did itself about an activity: the server tells that only the other devices. Nothing when
 * it is over, or has moved on, by the time of the answer.
 *
 * @param heard what was heard on this connection until the answer came, as far as it still counts
 */
export function echoOf(
  request: HandoffRequest,
  answer: Ok | Granted,
  heard: readonly Heard[],
  deviceId: string,
): Heard | undefined {
  if (answer.type === 'handoff.granted') {
    return { ref: '', ...answer };
  }
  const known = (id: string) =>
    heard
      .reduce<readonly SharedActivity[]>((before, each) => activitiesAfter(before, each, deviceId, 0), [])
      .find((activity) => activity.id === id);
  switch (request.type) {
    case 'handoff.publish': {
      const { id, state = {}, version: told = 0 } = request.activity;
      const version = answer.version ?? told;
      const isOver = told > 0 && known(id) === undefined;
      return isOver ? undefined : offered({ ...request.activity, state, version, deviceId }, heard);
    }
    case 'handoff.release': {
      const activity = known(request.activityId);
      if (activity?.version !== request.version) {
        return undefined;
      }
      const { deviceId: holder, ...released } = { ...activity, ...(request.state && { state: request.state }) };
      const isHeld = answer.version !== request.version && holder !== undefined;
      return offered(isHeld ? { ...released, deviceId: holder } : released, heard);
    }
    default:
      return undefined;
  }
}

function offered(news: Omit<Activity, 'ageMs'>, heard: readonly Heard[]): Heard {
  const { id, kind, resource, title, state, version, deviceId } = news;
  const welcome = heard.find(({ type }) => type === 'welcome');
  return {
    type: 'handoff.offered',
    storeId: (welcome?.type === 'welcome' && welcome.stores[0]?.storeId) || '',
    activityId: id,
    version,
    activity: {
      id,
      kind,
      resource,
      state,
      version,
      ageMs: 0,
      ...(title !== undefined && { title }),
      ...(deviceId !== undefined && { deviceId }),
    },
  };
}
