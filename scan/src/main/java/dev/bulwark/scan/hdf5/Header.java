package dev.bulwark.scan.hdf5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An object header of version 1 or 2: the messages that say what an object is.
///
/// @param at from the start of the source
record Header(long at, List<Message> messages) {
  private static final int NIL = 0;
  private static final int CONTINUATION = 0x10;
  private static final int MAX_BLOCKS = 4096;
  private static final int TIMES = 0x20;
  private static final int PHASES = 0x10;
  private static final int ORDERED = 0x04;

  Header {
    messages = List.copyOf(messages);
  }

  /// @param at of its first byte behind the message's own header
  record Message(int type, int flags, long at, long size) {
    private static final int SHARED = 2;

    boolean shared() {
      return (flags & SHARED) != 0;
    }
  }

  static Header read(Raw raw, long at) throws Broken {
    Parse parse = new Parse(raw);
    if (raw.size() - at >= 4 && raw.at(at) == 'O') {
      parse.recent(at);
    } else {
      parse.old(at);
    }
    return new Header(at, parse.messages);
  }

  /// The messages of one type.
  List<Message> all(int type) {
    return messages.stream().filter(message -> message.type() == type).toList();
  }

  /// One reading of a header and of the blocks it goes on in.
  private static final class Parse {
    private final Raw raw;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Cursor> blocks = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private boolean ordered;

    Parse(Raw raw) {
      this.raw = raw;
    }

    void old(long at) throws Broken {
      Cursor prefix = raw.open(at, 16, "an object header");
      if (prefix.u8() != 1) {
        throw new Broken(at, "expected an object header of version 1 or 2");
      }
      prefix.skip(7);
      long size = prefix.u32();
      blocks.add(raw.open(at + 16, size, "the messages of an object header"));
      while (!blocks.isEmpty()) {
        oldMessages(blocks.removeFirst());
      }
    }

    private void oldMessages(Cursor block) {
      try {
        while (block.left() >= 8) {
          int type = block.u16();
          int length = block.u16();
          int flags = block.u8();
          block.skip(3);
          take(type, flags, block.part(length), false);
        }
      } catch (Broken e) {
        raw.note(e); // the messages before are there
      }
    }

    void recent(long at) throws Broken {
      Cursor prefix = raw.open(at, 6, "OHDR", "an object header");
      if (prefix.u8() != 2) {
        throw new Broken(at + 4, "expected an object header of version 1 or 2");
      }
      int flags = prefix.u8();
      ordered = (flags & ORDERED) != 0;
      int width = 1 << (flags & 3);
      int more = ((flags & TIMES) != 0 ? 16 : 0) + ((flags & PHASES) != 0 ? 4 : 0);
      Cursor rest = raw.open(at + 6, more + width, "an object header");
      rest.skip(more);
      long size = rest.number(width);
      long start = rest.at();
      Cursor block = raw.open(start, size, "the messages of an object header");
      raw.explain(start + size, 4, "a checksum");
      raw.verify(at, start + size + 4);
      blocks.add(block);
      while (!blocks.isEmpty()) {
        recentMessages(blocks.removeFirst());
      }
    }

    private void recentMessages(Cursor block) {
      try {
        int head = ordered ? 6 : 4;
        while (block.left() >= head) {
          int type = block.u8();
          int length = block.u16();
          int flags = block.u8();
          block.skip(head - 4);
          take(type, flags, block.part(length), true);
        }
      } catch (Broken e) {
        raw.note(e);
      }
    }

    private void take(int type, int flags, Cursor content, boolean recent) throws Broken {
      raw.budget().entry();
      if (type == CONTINUATION) {
        goOn(content, recent);
      } else if (type != NIL) {
        messages.add(new Message(type, flags, content.at(), content.left()));
      }
    }

    private void goOn(Cursor content, boolean recent) throws Broken {
      long at = content.address();
      long size = content.length();
      if (at == Raw.NOWHERE || !seen.add(at) || seen.size() > MAX_BLOCKS) {
        throw new Broken(content.at(), "expected the header to go on in a block of its own");
      }
      if (!recent) {
        blocks.add(raw.open(at, size, "a continued object header"));
        return;
      }
      Cursor block = raw.open(at, size, "OCHK", "a continued object header");
      if (size < 8) {
        throw new Broken(at, "expected room for a checksum");
      }
      raw.verify(at, at + size);
      blocks.add(block.part(size - 8));
    }
  }
}
