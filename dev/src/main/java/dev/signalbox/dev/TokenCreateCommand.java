package dev.signalbox.dev;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.Capability;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Prints a token and nothing else on standard output, and on the other whose it is where nobody said.
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
        return create(settled.settings().get(), Folders.ofProcess(), System.out, System.err);
    }

    static int create(TokenSettings wanted, Folders folders, PrintStream out, PrintStream err) {
        List<Path> places = wanted.secrets(folders.data());
        Optional<Path> found = places.stream().filter(Files::exists).findFirst();
        if (found.isEmpty()) {
            String looked = places.stream().map(folders::shown).collect(Collectors.joining(" or "));
            return refuse(
                    err,
                    "there is no secret at " + looked
                            + ": an API node makes it at its first start; --data-dir names the directory of that node,"
                            + " --api-secret-file its secret where it has one of its own");
        }
        Path secret = found.get();
        try {
            var tokens = new Tokens(SecretFile.load(secret), InstantSource.system());
            String token = tokens.mint(
                            wanted.subject(), wanted.namespace(), capabilities(wanted.scopes()), wanted.ttl())
                    .token();
            if (places.size() > 1) {
                err.println("token create: for the API nodes with the secret in " + folders.shown(secret)
                        + "; --data-dir or --api-secret-file names another");
            }
            out.println(token);
            return 0;
        } catch (IllegalArgumentException e) {
            return refuse(err, e.getMessage());
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

    private static int refuse(PrintStream err, @Nullable String why) {
        err.println("token create: " + why);
        return USAGE;
    }
}
