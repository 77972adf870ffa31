package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.follow.Watching;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// A verb: its options are its fields, and calling it does the work. What differs between verbs of one class, their
/// constructor gets and [#spec] adds.
abstract class Verb implements Callable<Integer> {
    final Invocation invocation;
    private final @Nullable String description;

    Verb(Invocation invocation) {
        this.invocation = invocation;
        this.description = null;
    }

    Verb(Invocation invocation, String description) {
        this.invocation = invocation;
        this.description = description;
    }

    /// How it is called. Asked for once.
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        if (description != null) {
            spec.usageMessage().description(description);
        }
        return spec;
    }

    Api api() {
        return invocation.api();
    }

    Watching watching(View view, boolean codeOfProcess) {
        return new Watching(
                api(), invocation.around().out(), invocation.notices(), invocation.format(), view, codeOfProcess);
    }

    static String id(JsonNode thing) {
        return Members.textOr(thing, "id", "");
    }
}
