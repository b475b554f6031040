package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ABSENT;
import static dev.bulwark.registry.state.Ground.ORDER;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What the ledger says of channels, and what their standing orders carry.
final class ChannelEvents {
  private final SequencedMap<String, Channel> channels = new LinkedHashMap<>();

  /// By asset, and never forgotten: neither a second channel nor a new one of an old name is a way
  /// back.
  private final Map<String, ReleaseNumber> highest = new HashMap<>();

  private final Claims claims;

  ChannelEvents(Claims claims) {
    this.claims = claims;
  }

  SequencedMap<String, Channel> all() {
    return channels;
  }

  void opened(At at, RegistryEvent.ChannelOpened event) {
    Terms terms = event.terms();
    ORDER.require(
        Optional.ofNullable(channels.get(terms.channel())).filter(Channel::isOpen).isEmpty(),
        "a channel of that name is open");
    String by = asked(at, event.request(), Request.Ask.FOLLOW, terms.digest());
    terms.rights().forEach(right -> requireRight(at, event.request(), right));
    channels.put(
        terms.channel(),
        new Channel(
            terms,
            by,
            at.received(),
            Optional.empty(),
            Optional.ofNullable(highest.get(terms.asset())),
            Optional.empty(),
            "",
            List.of(),
            event.request(),
            at.reference()));
  }

  void closed(At at, RegistryEvent.ChannelClosed event) {
    Channel channel = open(event.channel());
    asked(at, event.request(), Request.Ask.UNFOLLOW, channel.terms().digest());
    channels.put(channel.name(), channel.closed(at.received()));
  }

  void looked(At at, RegistryEvent.Looked event) {
    channels.put(event.channel(), open(event.channel()).looked(at.received(), event));
  }

  private Channel open(String name) {
    Channel channel =
        Optional.ofNullable(channels.get(name))
            .orElseThrow(() -> ABSENT.breaks("there is no channel " + name));
    ORDER.require(channel.isOpen(), "the channel " + name + " is closed");
    return channel;
  }

  private String asked(At at, Reference request, Request.Ask ask, Digest terms) {
    return claims
        .person(request, at, new Request(ask, "", 0, List.of(), ""), List.of(terms))
        .held();
  }

  private String requireRight(At at, Reference request, Right right) {
    return claims.standing(request, at, right).held();
  }

  /// The channel whose standing order this is.
  Optional<Channel> behind(Reference request) {
    return channels.values().stream()
        .filter(channel -> channel.request().equals(request))
        .findFirst();
  }

  /// A version a channel brings in.
  ///
  /// @return the person whose order it is
  String brings(At at, Channel channel, RegistryEvent.Pushed event) {
    Terms terms = open(channel.name()).terms();
    RegistryEvent.Arrival arrival =
        event.arrival().orElseThrow(() -> ORDER.breaks("it does not say how it came"));
    ORDER.require(
        event.version().asset().equals(terms.asset()) && event.kind() == terms.kind(),
        "the channel is about another asset");
    ORDER.require(!(terms.source() instanceof Source.People), "the channel brings nothing in");
    ORDER.require(arrival.channel().equals(channel.name()), "it says it came another way");
    ORDER.require(
        channel.isPublisher(arrival.publisher()), "no publisher of the channel signed it");
    ORDER.require(
        Optional.ofNullable(highest.get(terms.asset()))
            .filter(taken -> taken.compareTo(arrival.number()) >= 0)
            .isEmpty(),
        "its number is not above the highest taken in");
    String by = requireRight(at, channel.request(), Right.REGISTRAR);
    highest.put(terms.asset(), arrival.number());
    channels.replaceAll(
        (_, each) ->
            each.terms().asset().equals(terms.asset()) ? each.took(arrival.number()) : each);
    return by;
  }

  /// A move a channel makes, as far as its terms know.
  ///
  /// @return the person whose order it is
  String moves(At at, Channel channel, RegistryEvent.Deployed event) {
    Terms terms = open(channel.name()).terms();
    ORDER.require(terms.path().contains(event.environment()), "the channel does not go there");
    return switch (event.kind()) {
      case PROMOTION -> {
        ORDER.require(
            Window.anyOpen(terms.windows(), at.received()), "it is outside the channel's windows");
        yield requireRight(at, channel.request(), Right.PROMOTER);
      }
      case ROLLBACK -> {
        ORDER.require(
            terms.onFailedWatch() == Terms.OnFailedWatch.ROLLBACK,
            "the channel does not go back by itself");
        yield requireRight(at, channel.request(), Right.ROLLBACK);
      }
      case SUSPENSION -> throw ORDER.breaks("a channel suspends nothing");
    };
  }
}
