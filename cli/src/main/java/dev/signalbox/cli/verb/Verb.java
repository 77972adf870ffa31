package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.follow.Watching;
import java.util.concurrent.Callable;

/// A verb: its options are its fields, and calling it does the work.
abstract class Verb implements Callable<Integer> {
    final Invocation invocation;

    Verb(Invocation invocation) {
        this.invocation = invocation;
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
