package dev.signalbox.api.kafka;

import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether the brokers answer and whether the topics that this node needs are there. Asks again and again;
/// nobody who wants to know has to wait for an answer.
final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final List<Topic> NEEDED = List.of(Topics.COMMANDS, Topics.STATE, Topics.OUTCOMES, Topics.EVENTS);
    private static final String AWAY = "kafka: the brokers do not answer";
    private static final long QUIET_MILLIS = 2_000;
    private static final long AWAY_MILLIS = 500;

    private final Admin admin;
    private final Thread thread;
    private volatile boolean closed;
    private volatile String problem = "kafka: waits for the brokers";
    private volatile int partitions;

    Link(Admin admin) {
        this.admin = admin;
        this.thread = Thread.ofVirtual().name("api-link").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Why Kafka cannot be used at the moment, empty when it can. Anybody may read it, so it names no broker.
    String problem() {
        return problem;
    }

    /// How many partitions the topics by namespace have; 0 while that is not known.
    int partitions() {
        return partitions;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            String found;
            try {
                found = ask();
            } catch (InterruptedException e) {
                return;
            }
            if (!found.equals(problem)) {
                log.atInfo().log(found.isEmpty() ? "kafka: reachable" : found);
                problem = found;
            }
            try {
                Thread.sleep(found.isEmpty() ? QUIET_MILLIS : AWAY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String ask() throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(NEEDED.stream().map(Topic::name).toList()).topicNameValues();
        var missing = new TreeSet<String>();
        var counts = new TreeSet<Integer>();
        for (var answer : answers.entrySet()) {
            try {
                counts.add(
                        answer.getValue().get(3, TimeUnit.SECONDS).partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    return AWAY;
                }
                missing.add(answer.getKey());
            } catch (TimeoutException e) {
                return AWAY;
            }
        }
        if (!missing.isEmpty()) {
            return "kafka: waits for topics that the processor makes: " + String.join(", ", missing);
        }
        if (counts.size() != 1) {
            return "kafka: the topics by namespace have different numbers of partitions: " + counts;
        }
        partitions = counts.getFirst();
        return "";
    }
}
