package dev.xeocontext.sync;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What JSON is made of and read into without the REST layer, which the native build would not see. */
@RegisterForReflection(
        targets = {
            ClientMessage.class,
            ClientMessage.Hello.class,
            ClientMessage.Device.class,
            ClientMessage.Subscribe.class,
            ClientMessage.Unsubscribe.class,
            ClientMessage.Push.class,
            ClientMessage.Digest.class,
            ClientMessage.Fetch.class,
            ClientMessage.Presence.class,
            ClientMessage.Publish.class,
            ClientMessage.Draft.class,
            ClientMessage.Claim.class,
            ClientMessage.Release.class,
            ClientMessage.End.class,
            ClientMessage.Token.class,
            ClientMessage.Ping.class,
            ServerMessage.class,
            ServerMessage.Welcome.class,
            ServerMessage.StoreHead.class,
            ServerMessage.Ack.class,
            ServerMessage.Digest.class,
            ServerMessage.Lagging.class,
            ServerMessage.Draining.class,
            ServerMessage.SnapshotRecord.class,
            ServerMessage.Live.class,
            ServerMessage.Reset.class,
            ServerMessage.Presence.class,
            ServerMessage.OnlineDevice.class,
            ServerMessage.Present.class,
            ServerMessage.Offered.class,
            ServerMessage.Claimed.class,
            ServerMessage.ReleaseRequested.class,
            ServerMessage.Granted.class,
            ServerMessage.Expired.class,
            ServerMessage.Ok.class,
            Activity.class,
            ServerMessage.Pong.class,
            ServerMessage.TokenExpiring.class,
            ServerMessage.Failure.class,
            LeafSum.class,
            OwnerQuestion.class,
            OwnerDigest.class,
            OwnerLeaf.class,
            OwnerRecords.class,
            OwnerStores.class,
            Limits.class,
            ResetReason.class,
            Problem.class,
            Problem.Fault.class,
            CloudEvent.class,
            RecordChanged.class,
            SessionRevoked.class,
            RevokedSessions.class,
            OpBatch.class,
            OpBatchAnswer.class,
            OpResult.class,
            OpStatus.class,
            OpKind.class,
            Deletion.class,
            Hlc.class
        })
final class SyncReflection {

    private SyncReflection() {}
}
