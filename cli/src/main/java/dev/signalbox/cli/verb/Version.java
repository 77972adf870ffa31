package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Details;
import dev.signalbox.settings.ProductVersion;
import picocli.CommandLine.Command;

/// The versions of this program and of the server, and as whom the token speaks.
@Command(name = "version", description = "Shows the versions of this program and of the server, and who you are to it.")
final class Version extends Verb {
    Version(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        ObjectNode versions = Api.object().put("client", ProductVersion.own());
        int exitCode = ExitCode.OK;
        try {
            versions.set("server", api().get(Route.of("version")));
        } catch (CliException e) {
            versions.put("problem", e.fault().message());
            exitCode = e.exitCode();
        }
        invocation.printer().one(versions, () -> details(versions));
        return exitCode;
    }

    private Details details(JsonNode versions) {
        JsonNode server = versions.path("server");
        return new Details()
                .add("Client", Members.text(versions, "client"))
                .add("Server", Members.text(server, "version"))
                .add("Address", server.isObject() ? api().http().server().toString() : null)
                .add("Node", Members.text(server, "node"))
                .add("Namespace", Members.text(server, "namespace"))
                .add("Subject", Members.text(server, "subject"))
                .add("Scopes", Members.words(server.path("scopes")))
                .add("Token until", Members.text(server, "tokenExpiresAt"))
                .add("Problem", Members.text(versions, "problem"));
    }
}
