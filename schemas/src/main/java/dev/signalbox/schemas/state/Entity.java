package dev.signalbox.schemas.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The newest whole version of one thing, as views read it from `state`. Each is the fold of its events.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Entity permits Namespace, Host, Agent, Session, Input, Task, OutputIndex, Document, Repository {
    String id();

    /// What caused this version.
    Cause cause();

    @JsonIgnore
    EntityRef ref();
}
