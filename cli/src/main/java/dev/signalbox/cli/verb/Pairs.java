package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.console.CliException;
import java.util.List;
import java.util.Map;

/// `NAME=VALUE` arguments as the members of an object.
final class Pairs {
    private Pairs() {}

    static ObjectNode parse(String option, List<String> pairs) {
        ObjectNode members = Api.object();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw CliException.usage(option + " is NAME=VALUE", null);
            }
            members.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return members;
    }

    /// As [#parse]; a name alone takes the value from this process's environment.
    static ObjectNode environment(List<String> pairs, Map<String, String> own) {
        ObjectNode members = Api.object();
        for (String pair : pairs) {
            if (pair.indexOf('=') >= 0) {
                members.setAll(parse("--env", List.of(pair)));
            } else if (own.containsKey(pair)) {
                members.put(pair, own.get(pair));
            } else {
                throw CliException.usage("--env " + pair + ": this shell has no such variable", "--env NAME=VALUE");
            }
        }
        return members;
    }
}
