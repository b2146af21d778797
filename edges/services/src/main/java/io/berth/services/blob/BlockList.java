// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.services.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the list of blocks by which a client of blob storage ends an upload:
/// `<BlockList><Latest>NAME</Latest>…</BlockList>`.
public final class BlockList {

  private BlockList() {}

  /// @throws Refusal if it is not such a list, or has more than `most` names
  public static List<String> read(InputStream in, int most) throws Refusal {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      List<String> names = new ArrayList<>();
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT || isRoot(xml)) {
          continue;
        }
        if (names.size() >= most) {
          throw new Refusal(Refusal.Kind.TOO_LARGE, "more than " + most + " blocks are not kept");
        }
        names.add(xml.getElementText().strip());
      }
      return names;
    } catch (XMLStreamException e) {
      throw new Refusal(Refusal.Kind.INVALID, "the body is not a list of blocks in XML");
    }
  }

  private static boolean isRoot(XMLStreamReader xml) throws Refusal {
    return switch (xml.getLocalName()) {
      case "BlockList" -> true;
      case "Latest", "Uncommitted", "Committed" -> false;
      case String other ->
          throw new Refusal(Refusal.Kind.INVALID, "a list of blocks has no `" + other + "`");
    };
  }
}
