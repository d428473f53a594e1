/** What every tick and every reminder asks for, found without going through all posts or all sections of a large city. */
export const sql = `
create index posts_coordinators on posts (id) where role = 'coordinator';
create index sections_parent on sections (parent_id) where parent_id is not null;
`;
