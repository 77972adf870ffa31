package dev.signalbox.host;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Tests of whole host agents around one control plane, which runs for all tests of a class.
abstract class WithControlPlane {
    static {
        // What is waited for comes, on a slow machine late.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @TempDir
    static Path brokerDirectory;

    static ControlPlane plane;

    @TempDir
    Path directory;

    @BeforeAll
    static void startControlPlane() throws Exception {
        plane = ControlPlane.start(brokerDirectory);
    }

    @AfterAll
    static void stopControlPlane() throws Exception {
        plane.close();
    }
}
