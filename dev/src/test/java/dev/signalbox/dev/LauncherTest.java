package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher of a checkout whose Maven and JDK only note how they were called.
class LauncherTest {
    @TempDir
    Path root;

    @Test
    void what_is_trained_behind_a_build_does_not_know_what_the_caller_set() throws Exception {
        Path launcher =
                Files.copy(Path.of("..", "signalbox"), root.resolve("signalbox"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(root.resolve("pom.xml"));
        program("bin/mvn", """
            mkdir -p bench/target/quick
            : >bench/target/quick/signalbox-bench-1.jar
            : >library.jar
            printf '%s\\n' "$PWD/library.jar" >bench/target/quick/classpath
            """);
        Files.writeString(Files.createDirectories(root.resolve("jdk")).resolve("release"), "JAVA_VERSION=\"25\"\n");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", """
            case "$*" in *" demo")
              env >"${0%/*}/demo.new"
              mv "${0%/*}/demo.new" "${0%/*}/demo.env"
            esac
            """);
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--build-only")
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("said").toFile());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, first) -> first + ":" + path);
        builder.environment().put("SIGNALBOX_PROVIDER", "claude");
        builder.environment().put("SIGNALBOX_REPO", "/home/somebody/shop");

        assertThat(builder.start().waitFor())
                .as(Files.readString(root.resolve("said")))
                .isZero();

        Path trained = root.resolve("jdk/bin/demo.env");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(trained));
        assertThat(Files.readAllLines(trained))
                .anyMatch(line -> line.startsWith("PATH="))
                .noneMatch(line -> line.startsWith("SIGNALBOX_"));
    }

    private void program(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
