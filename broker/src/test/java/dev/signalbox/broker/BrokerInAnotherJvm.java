package dev.signalbox.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A broker that a test can kill: prints its `host:port` as the first line, then stays.
final class BrokerInAnotherJvm {
    private BrokerInAnotherJvm() {}

    static Process start(Path directory) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerInAnotherJvm.class.getName(),
                directory.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        var broker = EmbeddedBroker.start(Path.of(args[0]));
        System.out.println(broker.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
