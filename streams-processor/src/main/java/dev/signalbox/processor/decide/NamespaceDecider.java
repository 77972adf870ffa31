package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Namespace;
import org.jspecify.annotations.Nullable;

/// Opens namespaces. One that is used before it was opened is opened with the default limits: its token vouches
/// for it.
final class NamespaceDecider {
    private NamespaceDecider() {}

    static EntityRef ref(Draft draft) {
        return new EntityRef(EntityType.NAMESPACE, draft.namespace());
    }

    private static @Nullable Namespace find(Draft draft) {
        return draft.find(Namespace.class, EntityType.NAMESPACE, draft.namespace());
    }

    static Limits limits(Draft draft) {
        Namespace namespace = find(draft);
        return namespace == null ? Limits.DEFAULT : namespace.limits();
    }

    static void openIfNew(Draft draft) {
        if (find(draft) == null) {
            draft.emit(ref(draft), new Event.NamespaceOpened(Limits.DEFAULT));
        }
    }

    static Answer open(Draft draft, Command.OpenNamespace command) {
        Namespace namespace = find(draft);
        if (command.instead() != null && !command.instead().equals(limits(draft))) {
            return Answer.refused(
                    ErrorCode.VERSION_CONFLICT, "instead", "the limits were changed in between: " + limits(draft));
        }
        Limits limits = command.limits() == null ? Limits.DEFAULT : command.limits();
        if (namespace == null || !namespace.limits().equals(limits)) {
            draft.emit(ref(draft), new Event.NamespaceOpened(limits));
            Queues.fill(draft);
        }
        return Answer.accepted(ref(draft));
    }
}
