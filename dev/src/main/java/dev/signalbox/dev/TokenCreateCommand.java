package dev.signalbox.dev;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Prints a token and nothing else on standard output.
@Command(name = "create", description = "Makes a token and prints it.")
final class TokenCreateCommand implements Callable<Integer> {
    private static final int USAGE = 2;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        var settled = Processes.settle("token create", TokenSettings.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        TokenSettings wanted = settled.settings().get();
        Path secret = wanted.dataDir().resolve("api-secret");
        if (!Files.exists(secret)) {
            return refuse("there is no secret at " + secret
                    + ": an API node makes it at its first start; --data-dir names the directory of that node");
        }
        try {
            var tokens = new Tokens(SecretFile.load(secret), InstantSource.system());
            System.out.println(
                    tokens.mint(wanted.subject(), wanted.namespace(), capabilities(wanted.scopes()), wanted.ttl())
                            .token());
            return 0;
        } catch (IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
    }

    private static Set<Capability> capabilities(List<String> scopes) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (String scope : scopes) {
            capabilities.add(Capability.named(scope)
                    .orElseThrow(() -> new IllegalArgumentException("scopes: '%s' is none of %s"
                            .formatted(
                                    scope,
                                    Arrays.stream(Capability.values())
                                            .map(Capability::wireName)
                                            .collect(Collectors.joining(", "))))));
        }
        if (capabilities.isEmpty()) {
            throw new IllegalArgumentException("scopes: at least one is needed");
        }
        return capabilities;
    }

    private static int refuse(@Nullable String why) {
        System.err.println("token create: " + why);
        return USAGE;
    }
}
