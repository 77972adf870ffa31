package dev.signalbox.dev;

import dev.signalbox.processor.Processor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox processor`: the decider and what stands beside it as a process of its own.
@Command(name = "processor", description = "Runs the processor: decider, router, provisioner.")
final class ProcessorCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var settled = Processes.settle("processor", ProcessorProcess.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        ProcessorProcess process = settled.settings().get();
        Logging.toStandardError(process.log().logFormat());
        var processor = new Processor(process.processor(), new SimpleMeterRegistry());
        processor.start();
        return Service.run("processor", () -> processor.health().reasons(), processor);
    }
}
