/** Problems of the two forms that the offline model understands, each with the verifiers that suit it. */
export const EXAMPLES = {
  meeting: {
    verifiers: ['calendar', 'llm'],
    problem: `You need to schedule a meeting for Greta, Hugo, Ivana and Jonas for half an hour between the work hours of 9:00 to 17:00 on Thursday.

Here are the existing schedules for everyone during the day:
Greta is busy on Thursday during 9:00 to 10:00, 11:30 to 12:30, 15:00 to 17:00;
Hugo has meetings on Thursday during 10:00 to 11:30, 13:00 to 14:00;
Ivana has blocked their calendar on Thursday during 9:00 to 9:30, 12:30 to 13:00, 14:30 to 15:00;
Jonas has no meetings the whole day.

Jonas would rather not meet on Thursday before 11:00. Find a time that works for everyone's schedule and constraints.`,
  },
  trip: {
    verifiers: ['trip', 'llm'],
    problem: `You plan to visit 5 European cities for 14 days in total. You only take direct flights to commute between cities. You want to spend 4 days in Porto. You would like to visit Lyon for 3 days. You plan to stay in Zagreb for 3 days. You want to spend 4 days in Tallinn. You would like to visit Bergen for 4 days. You want to meet a friend in Lyon between day 4 and day 6.

Here are the cities that have direct flights:
Porto and Lyon, Lyon and Zagreb, Zagreb and Tallinn, Porto and Zagreb, Tallinn and Bergen, Lyon and Bergen.

Find a trip plan of visiting the cities for 14 days by taking direct flights to commute between them.`,
  },
};
