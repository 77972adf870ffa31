package dev.signalbox.processor.provisioner;

import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topic.Partitioning;
import dev.signalbox.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the declared topics where they are missing and refuses those that are not as declared. Safe to be done by
/// several processors at once. All methods block until Kafka has answered and throw its exception when it does not.
public final class Provisioner {
    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);

    private final Admin admin;
    private final ProcessorSettings settings;

    public Provisioner(Admin admin, ProcessorSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /// The topics that stand before any host joins, and the cluster under them.
    public void fixed() throws RefusedException {
        List<String> differences = new ArrayList<>(ClusterCheck.differences(admin));
        differences.addAll(ensure(Topics.fixed()));
        if (!differences.isEmpty()) {
            throw new RefusedException(differences);
        }
    }

    /// The id of each of those topics by its name.
    public Map<String, String> identities() {
        return find(Topics.fixed()).values().stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, found -> found.topicId().toString()));
    }

    /// The topics of a host. One that differs is left as it is and reported in the log: a host is no reason to stop.
    public void host(String hostId) {
        ensure(Topics.ofHost(hostId))
                .forEach(
                        difference -> log.atWarn().addKeyValue("hostId", hostId).log(difference));
    }

    /// Deletes the topics of hosts; those that are not there are no fault.
    void deleteHosts(Collection<String> hosts) {
        List<String> names = hosts.stream()
                .flatMap(hostId -> Topics.ofHost(hostId).stream())
                .map(Topic::name)
                .toList();
        admin.deleteTopics(names).topicNameValues().forEach((name, answer) -> {
            try {
                Replies.of(answer);
                log.atInfo().addKeyValue("topic", name).log("topic of a removed host deleted");
            } catch (UnknownTopicOrPartitionException _) {
                log.atDebug().addKeyValue("topic", name).log("is missing");
            }
        });
    }

    ProcessorSettings settings() {
        return settings;
    }

    HostRights rights() {
        return new HostRights(admin, settings.hostPrincipal());
    }

    /// Whether the topic is there and can be written.
    public Presence presence(Topic topic) {
        TopicDescription found = find(List.of(topic)).get(topic);
        if (found == null) {
            return Presence.MISSING;
        }
        boolean led = found.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
        return led ? Presence.WRITABLE : Presence.LEADERLESS;
    }

    /// What became of a topic.
    public enum Presence {
        MISSING,
        LEADERLESS,
        WRITABLE
    }

    private List<String> ensure(List<Topic> topics) {
        Map<Topic, TopicDescription> found = find(topics);
        List<Topic> missing =
                topics.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty() && create(missing)) {
            found.putAll(find(missing));
        }
        return check(found);
    }

    private Map<Topic, TopicDescription> find(List<Topic> topics) {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics.stream().map(Topic::name).toList()).topicNameValues();
        Map<Topic, TopicDescription> found = new HashMap<>();
        Map<String, Topic> byName = topics.stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        answers.forEach((name, answer) -> {
            try {
                found.put(Objects.requireNonNull(byName.get(name)), Replies.of(answer));
            } catch (UnknownTopicOrPartitionException _) {
                log.atDebug().addKeyValue("topic", name).log("is missing");
            }
        });
        return found;
    }

    /// Whether another processor made one of them at the same time, so that it has to be checked.
    private boolean create(List<Topic> topics) {
        Map<String, KafkaFuture<Void>> answers =
                admin.createTopics(topics.stream().map(this::declared).toList()).values();
        boolean others = false;
        for (Map.Entry<String, KafkaFuture<Void>> answer : answers.entrySet()) {
            try {
                Replies.of(answer.getValue());
                log.atInfo().addKeyValue("topic", answer.getKey()).log("topic made");
            } catch (TopicExistsException _) {
                others = true;
            }
        }
        return others;
    }

    private NewTopic declared(Topic topic) {
        Map<String, String> config = new HashMap<>(topic.config());
        config.put("min.insync.replicas", Integer.toString(settings.minInsyncReplicas()));
        return new NewTopic(topic.name(), partitions(topic), (short) settings.replicationFactor()).configs(config);
    }

    private int partitions(Topic topic) {
        return topic.partitioning() == Partitioning.SINGLE ? 1 : settings.partitions();
    }

    private List<String> check(Map<Topic, TopicDescription> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<ConfigResource, Config> configs = Replies.of(admin.describeConfigs(
                        found.keySet().stream().map(Provisioner::resource).toList())
                .all());
        List<String> differences = new ArrayList<>();
        found.forEach((topic, description) -> {
            var check = new TopicCheck(
                    topic, partitions(topic), settings.replicationFactor(), settings.minInsyncReplicas());
            differences.addAll(check.differences(new TopicCheck.Found(
                    description.partitions().size(),
                    description.partitions().getFirst().replicas().size(),
                    values(Objects.requireNonNull(configs.get(resource(topic)))))));
        });
        return differences.stream().sorted().toList();
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
