// Shows invitations to the two readers that are written in JavaScript. Standard input: a JSON list of files as text.
// Standard output: for each a JSON object {reader: [complaints]}.
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { readFileSync } from 'node:fs'

function caught(read) {
  const complaints = []
  try {
    read((holds, complaint) => holds || complaints.push(complaint))
  } catch (trouble) {
    complaints.push(`refuses it: ${String(trouble).slice(0, 120)}`)
  }
  return complaints
}

function icalJs(text, feed) {
  return caught((expect) => {
    const calendar = new ICAL.Component(ICAL.parse(text))
    const method = calendar.getFirstPropertyValue('method')
    const found = calendar.getAllSubcomponents('vevent')
    expect(method, 'sees no method')
    expect(feed || found.length === 1, `sees ${found.length} events`)
    for (const component of found) {
      const event = new ICAL.Event(component)
      const [start, end] = [event.startDate, event.endDate]
      expect(event.uid, 'sees no uid')
      expect(event.summary !== null, 'sees no summary')
      expect(Number.isInteger(event.sequence), 'sees no sequence')
      expect(event.organizer, 'sees no organiser')
      expect(method === 'PUBLISH' || event.attendees.length > 0, 'sees nobody who is invited')
      expect(start && Number.isFinite(start.toUnixTime()), 'sees no start')
      expect(start && start.zone && start.zone.tzid !== 'floating', 'does not know in which zone it starts')
      expect(start && end && end.toUnixTime() > start.toUnixTime(), 'sees no end after the start')
    }
  })
}

function nodeReader(text, feed) {
  return caught((expect) => {
    const parsed = nodeIcal.sync.parseICS(text)
    const found = Object.values(parsed).filter((one) => one && one.type === 'VEVENT')
    const method = parsed.vcalendar && parsed.vcalendar.method
    expect(feed || found.length === 1, `sees ${found.length} events`)
    for (const event of found) {
      const start = event.start && event.start.getTime()
      const end = event.end && event.end.getTime()
      expect(event.method || method, 'sees no method')
      expect(event.uid, 'sees no uid')
      expect(event.sequence !== undefined, 'sees no sequence')
      expect(event.organizer, 'sees no organiser')
      expect((event.method || method) === 'PUBLISH' || event.attendee, 'sees nobody who is invited')
      expect(Number.isFinite(start), 'sees no start')
      expect(Number.isFinite(start) && Number.isFinite(end) && end > start, 'sees no end after the start')
    }
  })
}

const shown = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(shown.map(({ text, feed }) => ({ 'ical.js': icalJs(text, feed), 'node-ical': nodeReader(text, feed) }))))
