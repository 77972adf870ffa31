package dev.signalbox.dev;

import dev.signalbox.processor.Health;
import dev.signalbox.processor.OpsServer;
import dev.signalbox.processor.Processor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox processor`: the decider and what stands beside it as a process of its own.
@Command(name = "processor", description = "Runs the processor: decider, router, provisioner.")
final class ProcessorCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException, IOException {
        var settled = Processes.settle("processor", ProcessorProcess.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        ProcessorProcess process = settled.settings().get();
        Logging.toStandardError(process.log().logFormat());
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var processor = new Processor(process.processor(), meters);
        OpsServer ops;
        try {
            ops = OpsServer.start(process.processor().processorOpsPort(), processor::health, meters::scrape);
        } catch (IOException e) {
            System.err.println("processor: processor-ops-port "
                    + process.processor().processorOpsPort() + " cannot be used: " + e.getMessage());
            return 1;
        }
        processor.start();
        return Service.run(
                "processor",
                () -> processor.health().reasons(),
                () -> {
                    ops.close();
                    processor.close();
                },
                () -> fault(processor.health()));
    }

    private static Optional<Ending.Fault> fault(Health health) {
        return health.live()
                ? Optional.empty()
                : Optional.of(new Ending.Fault(Ending.FAILED, String.join("; ", health.reasons())));
    }
}
